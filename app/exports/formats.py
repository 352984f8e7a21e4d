"""Every file that a report can become, by the name under which the command line and the page know it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.exports.cover import Made
from app.exports.gain_csv import gain_csv
from app.exports.gain_dhis2 import gain_adx, gain_dhis2
from app.exports.gain_iati import gain_iati
from app.exports.gain_pdf import gain_pdf
from app.exports.gain_statistical import gain_dta, gain_parquet, gain_sav
from app.exports.gain_xapi import gain_xapi
from app.exports.gain_xlsx import gain_xlsx
from app.exports.iati_activity import Activity
from app.exports.unfit import Unfit
from app.wording import Words


@dataclass(frozen=True)
class Destination:
    """Holds what a format must know of the system that figures go to.

    home: the address of this instance. activity: for IATI alone, which without it raises Unfit. org_unit: for DHIS2 and
    ADX, where figures without a region are filed; None: they are left out, and a report that is not split by region
    raises Unfit.
    """

    home: str
    activity: Activity | None = None
    org_unit: str | None = None


@dataclass(frozen=True)
class Format:
    """Describes one kind of file that a report can become.

    ending: of the file's name, different for each format. kind: its media type. writer: returns its bytes.
    """

    ending: str
    kind: str
    writer: Callable[[Made, Words, Destination], bytes]

    def write(self, made: Made, words: Words, to: Destination) -> bytes:
        """Returns the bytes of the file; nothing is stored.

        Raises Unfit if the format cannot hold the report or nobody has joined yet, NeedsExtra if a library is missing.
        """
        if all(report.method.max_score is None for report, _cover in made):
            raise Unfit("nobody", "there is nothing to write: nobody who would be in this file has joined yet")
        return self.writer(made, words, to)


def _iati(made: Made, words: Words, to: Destination) -> bytes:
    if to.activity is None:
        raise Unfit("no_activity", "IATI needs what only the publisher knows of the activity")
    return gain_iati(made, words, to.activity)


FORMATS: Mapping[str, Format] = {
    "csv": Format("csv", "text/csv", lambda made, words, _to: gain_csv(made, words)),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda made, words, _to: gain_xlsx(made, words),
    ),
    "sav": Format("sav", "application/x-spss-sav", lambda made, words, _to: gain_sav(made, words)),
    "dta": Format("dta", "application/x-stata-dta", lambda made, words, _to: gain_dta(made, words)),
    "parquet": Format("parquet", "application/vnd.apache.parquet", lambda made, words, _to: gain_parquet(made, words)),
    "pdf": Format("pdf", "application/pdf", lambda made, words, _to: gain_pdf(made, words)),
    "dhis2": Format("dhis2.json", "application/json", lambda made, words, to: gain_dhis2(made, words, to.org_unit)),
    "adx": Format("adx.xml", "application/adx+xml", lambda made, words, to: gain_adx(made, words, to.org_unit)),
    "iati": Format("iati.xml", "application/xml", _iati),
    "xapi": Format("xapi.json", "application/json", lambda made, words, to: gain_xapi(made, words, to.home)),
}
