# How the values of oracles.json are made, one command per kind of case. The beginning of an id names its command.
#
#   Rscript oracles.R oracles.json        # prints each case whose value differs by more than its tolerance
#
# R 4.5 with jsonlite, exactRankTests, exact2x2, coin, contingencytables 3.0.1, PropCIs, metafor 4.8-0,
# clubSandwich 0.5.11, sandwich, VGAM and equate 2.0.9. The tests need none of it: they read the values. These commands
# were written down after the values, for who wants to make them again; a case whose `source` is a contract or a printed
# paper is marked so and computes nothing.

library(jsonlite)
cases <- fromJSON(commandArgs(TRUE)[1], simplifyDataFrame = FALSE)

conf <- 0.95
z <- qnorm(1 - (1 - conf) / 2)

# Learners as rows: a cell of the cross table is (score before, score after) with its count.
rows <- function(i) {
  at <- which(i$crosstab > 0, arr.ind = TRUE)
  n <- i$crosstab[at]
  list(pre = rep(at[, 1] - 1, n), post = rep(at[, 2] - 1, n), most = ncol(i$crosstab) - 1)
}
gains <- function(i) if (is.null(i$d)) with(rows(i), post - pre) else i$d

interval <- function(t) list(estimate = unname(t$estimate), lower = t$conf.int[1], upper = t$conf.int[2])
wilson <- function(x, n) interval(suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = conf)))
exact <- function(x, n) interval(binom.test(x, n, conf.level = conf))
each <- function(f, x, n) {
  result <- Map(f, x, n)
  list(lower = sapply(result, `[[`, "lower"), upper = sapply(result, `[[`, "upper"))
}

# W+ and W- with zeros dropped (Wilcoxon) and the z without a correction.
signed_rank <- function(d) {
  d <- d[d != 0]
  r <- rank(abs(d))
  n <- length(d)
  ties <- table(abs(d))
  plus <- sum(r[d > 0]); minus <- sum(r[d < 0])
  se <- sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  score <- (plus - n * (n + 1) / 4) / se
  list(W_plus = plus, W_minus = minus, n_nonzero = n, z = score, p_normal = 2 * pnorm(-abs(score)),
       p = 2 * pnorm(-abs(score)), ln_p = log(2) + pnorm(-abs(score), log.p = TRUE),
       rank_biserial = (plus - minus) / (plus + minus))
}
wilcoxon_exact <- function(d) exactRankTests::wilcox.exact(d[d != 0])$p.value
pratt <- function(d) {
  frame <- data.frame(d = d)
  test <- coin::wilcoxsign_test(d ~ rep(0, nrow(frame)), data = frame, zero.method = "Pratt")
  score <- unname(coin::statistic(test))
  exact <- coin::wilcoxsign_test(d ~ rep(0, nrow(frame)), data = frame, zero.method = "Pratt", distribution = "exact")
  list(z = score, p_asymptotic = 2 * pnorm(-abs(score)), p = 2 * pnorm(-abs(score)), p_exact = coin::pvalue(exact))
}
student <- function(d) {
  t <- t.test(d, conf.level = conf)
  list(mean = mean(d), sd = sd(d), t = unname(t$statistic), df = unname(t$parameter), p = t$p.value,
       ln_p = log(2) + pt(-abs(unname(t$statistic)), t$parameter, log.p = TRUE), d_z = mean(d) / sd(d),
       lower = t$conf.int[1], upper = t$conf.int[2])
}
sign_test <- function(up, down) {
  if (up + down == 0) return(list(p_value = 1))
  list(up = up, down = down, p_value = binom.test(up, up + down)$p.value, p = binom.test(up, up + down)$p.value,
       p_greater = binom.test(up, up + down, alternative = "greater")$p.value,
       ln_p = min(0, log(2) + pbinom(min(up, down), up + down, 0.5, log.p = TRUE)))
}
mid_p <- function(up, down) exact2x2::exact2x2(matrix(c(0, up, down, 0), 2), paired = TRUE, midp = TRUE)$p.value
hodges_lehmann <- function(d) { means <- outer(d, d, `+`) / 2; median(means[lower.tri(means, diag = TRUE)]) }
paired <- function(f) function(i) f(i$table)  # of contingencytables: rows the first occasion, columns the second
ends <- function(result) list(estimate = result$estimate, lower = result$lower, upper = result$upper)

# Rows of cohorts: the model is the mean alone, or with the region.
robust <- function(y, cohort, region = NULL) {
  model <- if (is.null(region)) lm(y ~ 1) else lm(y ~ region)
  at <- length(coef(model))
  v <- function(type) clubSandwich::vcovCR(model, cluster = cohort, type = type)
  test <- clubSandwich::coef_test(model, vcov = v("CR2"), cluster = cohort, test = "Satterthwaite")[at, ]
  half <- qt(1 - (1 - conf) / 2, test$df_Satt) * test$SE
  list(value = unname(coef(model)[at]), CR2 = test$SE, df_satt = test$df_Satt, p = test$p_Satt,
       lower = unname(coef(model)[at]) - half, upper = unname(coef(model)[at]) + half)
}
renamed <- function(result, name) { names(result)[names(result) == "value"] <- name; result }
contract <- function(i) NULL
printed <- function(i) NULL

commands <- list(
  wilson_published = function(i) each(wilson, i$x, i$n),                   # and printed: Newcombe 1998a, table I
  cp_published = function(i) each(exact, i$x, i$n),                        # and printed, ibid.
  regions_wilson = function(i) each(wilson, i$improved, i$n),
  wilson_ = function(i) wilson(i$x, i$n),
  clopper_pearson_ = function(i) exact(i$x, i$n),
  sign_exact_ = function(i) sign_test(i$up, i$down),
  sign_midp_ = function(i) list(p_value = mid_p(i$up, i$down)),
  mcnemar_bentur = function(i) list(exact = exact2x2::mcnemar.exact(i$table)$p.value,
                                    midp = exact2x2::exact2x2(i$table, paired = TRUE, midp = TRUE)$p.value),
  tango_propcis = function(i) { result <- PropCIs::scoreci.mp(i$b, i$c, i$n, conf)$conf.int
                                list(lower = result[1], upper = result[2]) },
  tango_ = paired(function(t) ends(contingencytables::Tango_asymptotic_score_CI_paired_2x2(t, 1 - conf))),
  newcombe10_ = paired(function(t) ends(contingencytables::Newcombe_square_and_add_CI_paired_2x2(t, 1 - conf))),
  wilcoxon_sleep_published = printed,                                      # the examples of ?t.test and ?wilcox.test
  wilcoxon_all_zero = contract,
  wilcoxon_pratt_ = function(i) pratt(i$d),
  wilcoxon_ = function(i) c(signed_rank(i$d), list(p_exact = wilcoxon_exact(i$d))),
  paired_t_one = contract,                                                 # t.test stops: not enough observations
  paired_t_ = function(i) student(i$d),
  rank_biserial_ = function(i) signed_rank(i$d)$rank_biserial,
  xt_basic_ = function(i) { d <- gains(i); r <- rows(i)
    list(n = length(d), improved = sum(d > 0), same = sum(d == 0), worse = sum(d < 0), share_improved = mean(d > 0),
         net = mean(d > 0) - mean(d < 0), mean_pre = mean(r$pre), mean_post = mean(r$post), sd_pre = sd(r$pre),
         sd_post = sd(r$post), mean_d = mean(d), sd_d = sd(d), r = cor(r$pre, r$post)) },
  xt_wilcoxon_exact_ = function(i) wilcoxon_exact(gains(i)),
  xt_wilcoxon_ = function(i) signed_rank(gains(i)),
  xt_pratt_ = function(i) pratt(gains(i))[c("z", "p")],
  xt_sign_ = function(i) sign_test(sum(gains(i) > 0), sum(gains(i) < 0)),
  xt_hl_ = function(i) hodges_lehmann(gains(i)),
  xt_hake_ = function(i) with(rows(i), { room <- pre < most
    list(gain_of_averages = (mean(post) - mean(pre)) / (most - mean(pre)),
         average_of_gains = mean((post - pre)[room] / (most - pre[room])), n_at_ceiling_pre = sum(!room)) }),
  xt_t_ = function(i) with(rows(i), { t <- t.test(post, pre, paired = TRUE)
    list(t = unname(t$statistic), df = unname(t$parameter), p = t$p.value,
         ln_p = log(2) + pt(-abs(unname(t$statistic)), t$parameter, log.p = TRUE),
         lower = t$conf.int[1], upper = t$conf.int[2]) }),
  xt_effects_ = function(i) with(rows(i), { d <- post - pre; df <- length(d) - 1
    j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
    list(d_z = mean(d) / sd(d), d_av = mean(d) / ((sd(pre) + sd(post)) / 2), J = j, g_z = j * mean(d) / sd(d)) }),
  xt_metafor_ = function(i) with(rows(i), {
    result <- metafor::escalc("SMCC", m1i = mean(post), m2i = mean(pre), sd1i = sd(post), sd2i = sd(pre),
                             ni = length(pre), ri = cor(pre, post))
    list(SMCC = list(yi = as.numeric(result$yi), vi = result$vi)) }),
  xt_pass7_ = function(i) with(rows(i), { t <- table(factor(pre >= 7, c(TRUE, FALSE)), factor(post >= 7, c(TRUE, FALSE)))
    # the first occasion is the second test here: a gain is positive
    result <- contingencytables::Newcombe_square_and_add_CI_paired_2x2(t(t), 1 - conf)
    list(pass_pre = sum(pre >= 7), pass_post = sum(post >= 7), gained = t[2, 1], lost = t[1, 2],
         diff = result$estimate, newcombe = list(lower = result$lower, upper = result$upper),
         p_exact = sign_test(t[2, 1], t[1, 2])$p_value) }),
  xt_psup_ = function(i) list(paired = mean(sign(gains(i)) / 2 + 0.5)),
  xt_ancova_ = function(i) with(rows(i), { result <- summary(lm(post ~ pre))
    list(intercept = result$coefficients[1, 1], slope = result$coefficients[2, 1], r2 = result$r.squared,
         se_slope = result$coefficients[2, 2]) }),
  xt_empty = contract,
  regions_chisq = function(i) { t <- suppressWarnings(chisq.test(rbind(i$improved, i$n - i$improved), correct = FALSE))
    list(chi2 = unname(t$statistic), df = unname(t$parameter), p = t$p.value, min_expected = min(t$expected)) },
  regions_ffh = function(i) fisher.test(rbind(i$improved, i$n - i$improved), workspace = 2e7)$p.value,
  regions_pairwise = function(i) { pairs <- combn(length(i$n), 2)
    raw <- apply(pairs, 2, function(at) fisher.test(rbind(i$improved[at], (i$n - i$improved)[at]))$p.value)
    list(raw = raw, holm = p.adjust(raw, "holm"), bh = p.adjust(raw, "BH")) },
  newcombe_indep_ = function(i)
    ends(contingencytables::Newcombe_hybrid_score_CI_2x2(rbind(c(i$x1, i$n1 - i$x1), c(i$x2, i$n2 - i$x2)), 1 - conf)),
  fisher_tea = function(i) list(p = fisher.test(i$table)$p.value),
  regions_welch_anova = function(i) { t <- oneway.test(i$d ~ factor(i$region))
    list(F_welch = unname(t$statistic), df2_welch = unname(t$parameter[2]), p_welch = t$p.value) },
  regions_ancova = function(i) { region <- factor(i$region); full <- lm(i$post ~ i$pre + region)
    f <- anova(lm(i$post ~ i$pre), full)
    at <- coef(full)[1] + coef(full)[2] * mean(i$pre) + c(0, coef(full)[-(1:2)])
    list(F = f$F[2], p = f$`Pr(>F)`[2], slope = unname(coef(full)[2]), adjusted_means = unname(at)) },
  one_region = contract,
  cluster_cr_mean = function(i) renamed(robust(i$d, i$cohort), "mean"),
  cluster_cr_share = function(i) renamed(robust(i$improved, i$cohort), "share"),
  cluster_cr_regiondiff = function(i) renamed(robust(i$d, i$cohort, i$region), "diff"),
  cluster_sandwich_cl = function(i)
    list(HC0 = sqrt(c(sandwich::vcovCL(lm(i$d ~ 1), cluster = i$cohort, type = "HC0", cadjust = FALSE)))),
  cluster_one_cohort = contract,                                           # clubSandwich gives Inf and NaN
  icc_anova = function(i) { a <- anova(lm(i$d ~ factor(i$cohort))); m <- table(i$cohort)
    n0 <- (sum(m) - sum(m^2) / sum(m)) / (length(m) - 1)
    icc <- (a[1, 3] - a[2, 3]) / (a[1, 3] + (n0 - 1) * a[2, 3])            # Donner & Koval 1980
    list(msb = a[1, 3], msw = a[2, 3], n0 = n0, icc = icc, deff_kish = 1 + (sum(m^2) / sum(m) - 1) * icc) },
  betabinomial_eb = function(i) { x <- i$improved; n <- i$n
    fit <- optim(c(0, 0), function(q) -sum(lchoose(n, x) + lbeta(x + exp(q[1]), n - x + exp(q[2])) -
                                             lbeta(exp(q[1]), exp(q[2]))), control = list(reltol = 1e-15, maxit = 1e4))
    a <- exp(fit$par[1]); b <- exp(fit$par[2])
    list(alpha = a, beta = b, mean = a / (a + b), rho = 1 / (a + b + 1), loglik = -fit$value,
         posterior_mean = (x + a) / (n + a + b)) },
  betabinomial_vgam = function(i) {
    fit <- VGAM::vglm(cbind(i$improved, i$n - i$improved) ~ 1, VGAM::betabinomial)
    result <- VGAM::Coef(fit)
    list(mu = unname(result[1]), rho = unname(result[2]), loglik = VGAM::logLik.vlm(fit)) },
  mantelhaen_ucb = function(i) { t <- mantelhaen.test(UCBAdmissions)       # the example of ?mantelhaen.test
    list(chi2_cc = unname(t$statistic), p = t$p.value, or = unname(t$estimate), lower = t$conf.int[1],
         upper = t$conf.int[2]) },
  kr20_small = function(i) { k <- ncol(i$items)                            # Kuder & Richardson 1937
    list(kr20_sample_var = k / (k - 1) * (1 - sum(apply(i$items, 2, var)) / var(rowSums(i$items)))) },
  rci_jt = function(i) { sem <- i$sd_pre * sqrt(1 - i$reliability)         # Jacobson & Truax 1991
    list(sem = sem, s_diff = sqrt(2) * sem, rci = (i$post - i$pre) / (sqrt(2) * sem),
         threshold_points = z * sqrt(2) * sem) },
  noise_floor_ = function(i) with(rows(i), { k <- most; m <- mean(pre); v <- var(pre)
    kr21 <- k / (k - 1) * (1 - m * (k - m) / (k * v))                      # Lord 1965; Huynh 1976
    a <- (1 / kr21 - 1) * m; b <- (1 / kr21 - 1) * (k - m)
    tie <- integrate(function(p) sapply(p, function(q) sum(dbinom(0:k, k, q)^2)) * dbeta(p, a, b), 0, 1)$value
    list(kr21 = kr21, alpha = a, beta = b, p_tie = tie, p_up = (1 - tie) / 2) }),
  equating_actmath = function(i) { library(equate)                         # the example of the package
    result <- equate(as.freqtab(ACTmath[, 1:2]), as.freqtab(ACTmath[, c(1, 3)]), type = "equipercentile")
    list(equipercentile = result$concordance$yx) },
  power_t_paired = function(i) {
    n <- power.t.test(delta = i$d_z, sd = 1, power = i$power, sig.level = i$alpha, type = "paired")$n
    list(n = n, n_ceiling = ceiling(n)) },
  attrition_bounds = function(i) list(observed = i$improved / i$completed, lower = i$improved / i$enrolled,
                                      upper = (i$improved + i$enrolled - i$completed) / i$enrolled),
  attrition_differential = function(i) { n <- i$kept + i$lost
    result <- contingencytables::Newcombe_hybrid_score_CI_2x2(cbind(i$kept, i$lost), 1 - conf)
    list(p_fisher = fisher.test(cbind(i$kept, i$lost))$p.value, diff = result$estimate, lower = result$lower,
         upper = result$upper) },
  attrition_pre_compare = function(i) { t <- t.test(i$completers, i$dropouts)
    list(t = unname(t$statistic), df = unname(t$parameter), p = t$p.value,
         p_exact = exactRankTests::wilcox.exact(i$completers, i$dropouts)$p.value) }
)

# The longest beginning that fits names the command; figures that a case has and its command has not are left out.
command_of <- function(id) { fit <- names(commands)[startsWith(id, names(commands))]; fit[which.max(nchar(fit))] }
for (case in cases) {
  result <- unlist(commands[[command_of(case$id)]](case$inputs))
  expected <- unlist(case$expected)
  shared <- if (is.null(names(expected))) seq_along(result) else intersect(names(result), names(expected))
  off <- abs(result[shared] - expected[shared]) > case$tolerance$abs + case$tolerance$rel * abs(expected[shared])
  if (any(off, na.rm = TRUE)) cat(case$id, ":", names(expected[shared])[which(off)], "\n")
}
