"""A language made up for tests, in which no letter is English: its sentences are accented, its dates are Greek."""

from __future__ import annotations

import gettext
import re
import string

from season_calendar.wording.texts import Texts

ACCENTED = str.maketrans(string.ascii_letters, "áƀćđéƒǵħíĵķłɱńóƥɋŕšŧúṽŵẋýžÁƁĆĐÉƑǴĦÍĴĶŁṀŃÓƤɊŔŠŦÚṼŴẊÝŽ")


class PseudoCatalogue(gettext.NullTranslations):
    """Accents every letter of a sentence but its placeholders, and adds some."""

    def gettext(self, message: str) -> str:
        """The sentence, no letter of it English."""
        parts = re.split(r"(\{\w+\})", message)
        return "".join(part if part.startswith("{") else part.translate(ACCENTED) for part in parts) + "ẽẽẽ"


PSEUDO = Texts(PseudoCatalogue(), "el", "el")
