// What the scripts in static/ hand to one another. Read by `tsc` alone: nothing of it goes to a phone.

/** An option, or the lines that were marked, in one order; no line: every mark was taken back. */
type Chosen = string | string[];

/** Answers by item (null: left open), and what was said beside the items, 1 to 5 (null: rather not say). */
interface Answers {
  answers: Record<string, Chosen | null>;
  statements: Record<string, number | null>;
}

/** An attempt as it lies on the phone: draft, then waiting, then gone; or aside, where the server cannot count it. */
interface AttemptRow extends Answers {
  key: string;
  mark: string;
  wave: string;
  number: number;
  ticket: string;
  form: string;
  instrument: string;
  language: string;
  /** Seconds by item, whole. */
  seconds: Record<string, number>;
  started_at: string;
  finished_at: string | null;
  /** held: finished, and in the page alone, since the disk refuses. */
  state: "draft" | "waiting" | "held" | "aside";
  /** What the server has not echoed yet; missing in a row of an earlier version. */
  fresh?: Answers;
  code?: string;
  words?: string;
  /** Set aside here, kept by the server for the facilitator. */
  isHeld?: boolean;
}

/** A row that knows what has not arrived. */
interface Draft extends AttemptRow {
  fresh: Answers;
}

/** How far somebody came in a piece of a lesson; it only grows. */
interface StepRow {
  mark: string;
  /** Id of the piece, or of a lesson that is one piece. */
  lesson: string;
  step: number;
  done: boolean;
  /** How the deed of a piece went, and the random name under which it is counted; then step and done say nothing. */
  workedOut?: string;
  key?: string;
}

/** What somebody ticked or wrote in a lesson. It is never sent. */
interface Note {
  mark: string;
  name: string;
  value: any;
}

/** Whoever is signed in on this phone. */
interface Learner {
  mark: string;
}

/** A piece of a lesson on the road; `first` is its first screen. */
interface Piece {
  id: string;
  title: string;
  look: "done" | "now" | "ahead";
  first: number;
}

/** A station of the road as the server shows it. */
interface Stop {
  kind: string;
  lesson: string | null;
  number: number | null;
  title: string;
  language: string | null;
  look: "done" | "now" | "open" | "waiting" | "ahead";
  note: string;
  deed: string;
  /** Of a lesson; empty for one that is one piece, missing in a road of an earlier version. */
  pieces?: Piece[];
  /** How far along one is in a lesson that is one piece, with {n} for the step; its pieces say it of another. */
  where?: string;
  /** The furthest step that this phone has seen since the server told the way; 0: done. */
  step?: number;
  /** Where it leads to; added on the phone. */
  href?: string;
}

/** A test of the road: when it is open, and what the server has of it. Times as ISO 8601. */
interface Test extends Answers {
  wave: string;
  number: number;
  standing: "waiting" | "open" | "begun" | "sent" | "closed";
  /** The sentence that says how many questions it has; missing in a road of an earlier version. */
  length?: string;
  opened_at: string | null;
  closed_at: string | null;
  ticket: string;
  key: string | null;
}

interface Item {
  id: string;
  stem?: string;
  text?: string;
  /** Missing: a statement, answered on a scale of five. */
  options?: { id: string; text: string }[];
  /** Any number of the options may be marked; missing in what an earlier version kept. */
  has_lines?: boolean;
}

/** The questions of one test. */
interface Form {
  form: string;
  /** A name by which the server knows the test's structure. */
  structure_digest: string;
  language: string;
  items: Item[];
  statements: Item[];
}

/** What `GET /api/v1/road` tells, with the questions and how far the server's clock is before the phone's. */
interface Road {
  mark: string;
  /** Names the set of pages to keep; the same for all who read the same pages. */
  pages: string;
  /** By the address of a page, where to fetch it. */
  keep: Record<string, string>;
  /** Where the plan is, also before its lesson is open; "" or missing: there is none. */
  plan?: string;
  told_at: string;
  forms: string;
  stops: Stop[];
  tests: Test[];
  ahead: number;
  questions: Record<string, Form>;
}

/** An answer of the API; `status` 0: not our server's. `wait` in seconds, where it is ours. */
interface Answer {
  status: number;
  body: any;
  wait?: number;
}

/** What became of one row that was to be sent. */
interface Outcome {
  arrived?: AttemptRow | StepRow;
  gone?: AttemptRow;
  aside?: AttemptRow;
  isLeft?: boolean;
  /** Somebody else's, who is not signed in. */
  isOthers?: boolean;
  /** The mark of whose test nobody heard: nothing of theirs goes past it. */
  unheard?: string | null;
  wait?: number;
}

type Store = "here" | "roads" | "tests" | "steps" | "kept";

/** The one object that the scripts of a learner share; each file adds its part. */
interface Phone {
  // database.js
  reading<T>(store: Store, work: (store: IDBObjectStore) => IDBRequest<T> | void): Promise<T>;
  writing<T>(store: Store, work: (store: IDBObjectStore) => IDBRequest<T> | void): Promise<T>;
  rowsOf(store: "tests", mark: string): Promise<AttemptRow[]>;
  rowsOf(store: "steps", mark: string): Promise<StepRow[]>;
  rowsOf(store: "kept", mark: string): Promise<Note[]>;
  learner(): Promise<Learner | undefined>;
  arrive(mark: string): Promise<Learner | undefined>;
  goAway(isForGood?: boolean): Promise<void>;
  forget(mark: string): Promise<void>;
  road(mark: string): Promise<Road | undefined>;
  keepRoad(road: Road): Promise<void>;
  noteSent(row: AttemptRow): Promise<void>;
  noteStep(row: StepRow, isStored: boolean): Promise<void>;
  stopAfter(stop: Stop, steps: StepRow[]): Stop;
  tests(mark: string): Promise<AttemptRow[]>;
  putTest(row: AttemptRow): Promise<unknown>;
  changeTest(row: AttemptRow, change: (row: AttemptRow) => boolean | void): Promise<AttemptRow | null>;
  isAny(fresh: Answers | undefined): boolean;
  isOpen(test: Test, now: number): boolean;
  waiting(mark?: string): Promise<AttemptRow[]>;
  answersIn(rows: { answers: Answers["answers"] }[]): number;

  // hash.js
  canonical(value: any): string;
  sha256(text: string): string;

  // outbox.js
  ask(method: string, path: string, body?: object, csrf?: string): Promise<Answer>;
  askAs(mark: string, method: string, path: string, body: object): Promise<Answer | null>;
  token(isFresh?: boolean): Promise<{ mark: string; csrf: string } | null>;
  reach(mark: string, lesson: string, step: number, isDone?: boolean): Promise<void>;
  sendTest(row: AttemptRow): Promise<Outcome>;
  flush(): Promise<Outcome[]>;
  soon(): void;
  retry(): void;
  newKey(): string;

  // offline.js, on pages; `announce` also in the worker
  one<K extends keyof HTMLElementTagNameMap>(selector: K, within?: ParentNode): HTMLElementTagNameMap[K];
  one<E extends HTMLElement = HTMLElement>(selector: string, within?: ParentNode): E;
  /** Puts numbers into words that wait for them. */
  fill(text: string | null | undefined, n?: string | number, of?: string | number): string;
  flag(name: string, value?: string | number | null): string | null;
  ready: Promise<Learner | undefined>;
  /** For whoever is signed in by the page; on one that names nobody by the mark. */
  takeAlong(whose?: string): Promise<Road | null>;
  announce?: (outcomes: Outcome[]) => void;
  /** Where a worker can be woken when a connection comes. */
  requestSync?: () => void;
  /** To another page, once. */
  go: (address: string) => void;

  // notes.js, on lessons
  identify(): Promise<Learner | null | undefined>;
  keep(name: string, value: any): Promise<boolean>;
  recall(name: string): Promise<any>;

  // stops.js, on the road without a connection
  stopsNow(road: Road, tests: AttemptRow[], steps: StepRow[], now: number, words: StopWords): Stop[];
}

interface StopWords {
  waits: string;
  begin: string;
  continue: string;
}

/** What whoever is here has on this phone. */
interface Own {
  road?: Road;
  /** Tests that are done and not sent. */
  waiting: AttemptRow[];
}

/** What lesson.js offers to the activities of a lesson. */
interface Lesson {
  id: string;
  /** What a button does, by its name. */
  on: Record<string, (button: HTMLButtonElement, form: HTMLFormElement) => void>;
  /** What to do when a screen comes into sight. */
  opened: ((screen: HTMLElement) => void)[];
  all<K extends keyof HTMLElementTagNameMap>(selector: K, within?: ParentNode): HTMLElementTagNameMap[K][];
  all<E extends HTMLElement = HTMLElement>(selector: string, within?: ParentNode): E[];
  say(words: string): void;
  /** Shows one button of the dock, by its name. */
  due(form: HTMLFormElement, name: string): HTMLElement;
  done(form: HTMLFormElement): void;
}

interface Window {
  lesson?: Lesson;
}

// Of /sw.js, before the scripts of the worker

/** Addresses that the worker keeps when it is installed. */
declare const FILES: string[];
declare const VERSION: string;
/** Where the page Help of somebody unknown is; "" where the server could not say. */
declare const HELP: string;
