"""Publications as iCalendar feeds: which feeds there are, what may be chosen of them, and their bytes. All pure."""
