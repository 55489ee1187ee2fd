"""The email channel against real sockets: what it sends, and what it makes of each way a server can fail."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from support.driven import Driven
from support.sinks import CERTIFICATE, DROP, DeafServer, SmtpSink, unused_port

from season_calendar.channels.email import EmailChannel
from season_calendar.channels.names import AddressInfo, Names
from season_calendar.channels.smtp_server import Security, parse_smtp_url
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.message import Message

SENDER = "Rennkalender für Ann <calendar@example.org>"

FORGETFUL = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
"""For tests with STARTTLS: the receiving library forgets a connection each time."""


EmailTo = Callable[..., Driven]
"""Opens the channel to the mail server at a URL, with a timeout in seconds; it is closed at the test's end."""


@pytest.fixture
def email_to() -> Iterator[EmailTo]:
    with ExitStack() as opened:
        yield lambda url, seconds=10: opened.enter_context(Driven(email_channel(url, seconds), talkative=True))


def email_channel(url: str, seconds: float = 10) -> EmailChannel:
    return EmailChannel(url, SENDER, timedelta(seconds=seconds))


def failure_of(channel: Driven, message: Message, address: str = "ann@example.org") -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel.send(address, message)
    return caught.value


def temporary(channel: Driven, message: Message) -> TemporaryChannelError:
    error = failure_of(channel, message)
    assert isinstance(error, TemporaryChannelError)
    return error


def pretend_to_reach(sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the sink stand where any mail server is looked for."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", sink.port))]

    async def addresses(names: Names, host: str, port: int) -> list[AddressInfo]:
        return list(found)

    monkeypatch.setattr(Names, "addresses", addresses)


def test_a_message_arrives_as_a_plain_text_mail(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        email_to(sink.url).send("ann@example.org", message)
    (mail,) = sink.mails
    assert mail["Subject"] == message.title
    assert mail["From"] == "Rennkalender für Ann <calendar@example.org>"
    assert mail["To"] == "ann@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Sat, 05 Jun 2021 07:30:00 +0000"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == message.text.splitlines()


def test_every_attempt_has_the_same_message_id_made_from_the_key(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        channel = email_to(sink.url)
        channel.send("ann@example.org", message)
        channel.send("ann@example.org", message)
    expected = f"<{hashlib.sha256(message.key.encode()).hexdigest()}@example.org>"
    assert [mail["Message-ID"] for mail in sink.mails] == [expected, expected]


@pytest.mark.parametrize(
    "title", ["Race\r\nBcc: eve@example.org", "Race\nBcc: eve@example.org", "Race\x00\x1b Bcc: x", "\u2028Bcc: x"]
)
def test_a_title_cannot_begin_another_header(email_to: EmailTo, title: str) -> None:
    with SmtpSink() as sink:
        email_to(sink.url).send("ann@example.org", Message("key", title, "text", {}))
    (mail,) = sink.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].isprintable()
    assert mail["Date"] is None


def test_a_line_with_a_single_dot_is_no_end(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        email_to(sink.url).send("ann@example.org", Message("key", "title", "first\n.\nlast", {}))
    assert sink.mails[0].get_content().splitlines() == ["first", ".", "last"]


def test_it_logs_in_where_the_url_has_a_login(email_to: EmailTo, message: Message) -> None:
    with SmtpSink(password="p@ss") as sink:
        email_to(f"smtp://calendar:p%40ss@127.0.0.1:{sink.port}").send("ann@example.org", message)
    assert len(sink.mails) == 1


@pytest.mark.parametrize("reply", ["550 5.1.1 no such mailbox s3cret", "553 no"])
def test_a_recipient_refused_for_good_is_for_ever(email_to: EmailTo, message: Message, reply: str) -> None:
    with SmtpSink({"RCPT": reply}) as sink:
        error = failure_of(email_to(sink.url), message)
    assert isinstance(error, PermanentChannelError)
    assert str(error).startswith(f"mail server 127.0.0.1:{sink.port} refuses the recipient: {reply[:3]}")
    assert "s3cret" not in str(error)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "reply", ["550 5.1.1 \x1b[2J\x07", "450 \x1b[2J", "550-\x1b[2J\r\n550 \x1b", "\x1b[2J", "999999 x"]
)
def test_nothing_that_a_mail_server_replies_is_quoted(
    email_to: EmailTo, message: Message, command: str, reply: str
) -> None:
    with SmtpSink({command: reply}) as sink:
        error = failure_of(email_to(sink.url), message)
    assert str(error).isprintable()


def test_a_mail_refused_for_good_is_for_ever(email_to: EmailTo, message: Message) -> None:
    with SmtpSink({"DATA": "554 5.7.1 spam"}) as sink:
        error = failure_of(email_to(sink.url), message)
    assert isinstance(error, PermanentChannelError)
    assert "refuses the mail: 554 5.7.1" in str(error)


@pytest.mark.parametrize(
    "replies",
    [
        {"RCPT": "450 4.2.1 greylisted"},
        {"RCPT": "421 4.3.2 going down"},
        {"RCPT": "530 5.7.0 log in first"},
        {"DATA": "451 4.3.0 later"},
        {"MAIL": "550 5.7.1 not your sender"},
        {"MAIL": "452 4.3.1 full"},
    ],
)
def test_these_refusals_are_worth_another_try(email_to: EmailTo, message: Message, replies: dict[str, str]) -> None:
    with SmtpSink(replies) as sink:
        error = failure_of(email_to(sink.url), message)
    assert isinstance(error, TemporaryChannelError)
    (reply,) = replies.values()
    assert reply[:9] in str(error)


def test_only_a_server_that_goes_away_counts_against_all(email_to: EmailTo, message: Message) -> None:
    with SmtpSink({"RCPT": "450 4.2.1 greylisted"}) as greylisting, SmtpSink({"RCPT": "421 4.3.2 bye"}) as leaving:
        about_the_mailbox = temporary(email_to(greylisting.url), message)
        about_the_server = temporary(email_to(leaving.url), message)
    assert (about_the_mailbox.unreachable, about_the_server.unreachable) == (False, True)
    assert not about_the_mailbox.may_have_arrived
    assert not about_the_server.may_have_arrived


def test_what_fails_before_a_mailbox_is_named_counts_against_the_server(email_to: EmailTo, message: Message) -> None:
    refusing = email_to(f"smtp://127.0.0.1:{unused_port()}")
    with SmtpSink(password="another") as locked, DeafServer() as deaf:
        wrong_password = email_to(f"smtp://calendar:s3cret@127.0.0.1:{locked.port}")
        for channel in (refusing, wrong_password, email_to(f"smtp://127.0.0.1:{deaf.port}", seconds=0.3)):
            error = temporary(channel, message)
            assert error.unreachable
            assert not error.may_have_arrived


@pytest.mark.parametrize(
    ("replies", "arrived"),
    [
        ({"RCPT": DROP}, False),
        ({"354": DROP}, False),
        ({"DATA": "451 4.3.0 later"}, False),
        ({"DATA": "421 4.3.0 bye"}, False),
        ({"DATA": f"250 {DROP}"}, True),
    ],
)
def test_a_mail_may_have_arrived_only_when_its_last_dot_was_sent_and_nothing_was_said(
    email_to: EmailTo, message: Message, replies: dict[str, str], arrived: bool
) -> None:
    with SmtpSink(replies) as sink:
        assert temporary(email_to(sink.url), message).may_have_arrived is arrived


def test_mails_share_a_conversation(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        channel = email_to(sink.url)
        for _ in range(3):
            channel.send("ann@example.org", message)
    assert (len(sink.mails), len(sink.conversations)) == (3, 1)


def test_a_conversation_ends_after_fifty_mails(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        channel = email_to(sink.url)
        for _ in range(51):
            channel.send("ann@example.org", message)
    assert (len(sink.mails), len(sink.conversations)) == (51, 2)


def test_a_conversation_that_the_server_ended_meanwhile_fails_no_mail(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        channel = email_to(sink.url)
        channel.send("ann@example.org", message)
        sink.hang_up()
        channel.send("ann@example.org", message)
    assert (len(sink.mails), len(sink.conversations)) == (2, 2)


def test_a_refused_mail_fails_no_other(email_to: EmailTo, message: Message) -> None:
    with SmtpSink({"RCPT": "550 5.1.1 no"}) as sink:
        channel = email_to(sink.url)
        failure_of(channel, message)
        sink.replies = {}
        channel.send("ben@example.org", message)
    assert len(sink.mails) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_connection_that_breaks_off_is_worth_another_try(email_to: EmailTo, message: Message, command: str) -> None:
    with SmtpSink({command: DROP}) as sink:
        error = failure_of(email_to(sink.url), message)
    assert isinstance(error, TemporaryChannelError)
    assert "broke the connection off" in str(error)


def test_a_mail_whose_receipt_is_lost_is_sent_again_with_the_same_message_id(
    email_to: EmailTo, message: Message
) -> None:
    with SmtpSink({"DATA": f"250 {DROP}"}) as sink:
        channel = email_to(sink.url)
        for _ in range(2):
            assert isinstance(failure_of(channel, message), TemporaryChannelError)
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_an_address_of_any_letters_is_for_servers_that_take_them(email_to: EmailTo, message: Message) -> None:
    with SmtpSink() as sink:
        email_to(sink.url).send("jürgen@example.org", message)
    assert sink.mails[0]["To"] == "jürgen@example.org"
    with SmtpSink(takes_utf8=False) as sink:
        error = failure_of(email_to(sink.url), message, "jürgen@example.org")
    assert isinstance(error, PermanentChannelError)
    assert "SMTPUTF8" in str(error)


def test_a_refused_connection_is_worth_another_try(email_to: EmailTo, message: Message) -> None:
    error = failure_of(email_to(f"smtp://127.0.0.1:{unused_port()}"), message)
    assert isinstance(error, TemporaryChannelError)
    assert "connection refused" in str(error)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("greeting", [b"", b"220-x"])
def test_nobody_can_hold_a_send_beyond_its_timeout(
    email_to: EmailTo, message: Message, scheme: str, greeting: bytes
) -> None:
    with DeafServer(greeting) as server:
        error = failure_of(email_to(f"{scheme}://127.0.0.1:{server.port}", seconds=0.3), message)
    assert isinstance(error, TemporaryChannelError)


@FORGETFUL
@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_an_encrypted_mail_goes_to_a_server_with_a_trusted_certificate(
    email_to: EmailTo, message: Message, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with SmtpSink(security=security) as sink:
        email_to(sink.url).send("ann@example.org", message)
    assert len(sink.mails) == 1


@FORGETFUL
@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_an_encrypted_mail_goes_to_no_server_whose_certificate_nobody_vouches_for(
    email_to: EmailTo, message: Message, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with SmtpSink(security=security) as sink:
        error = failure_of(email_to(sink.url), message)
    assert isinstance(error, TemporaryChannelError)
    assert "has a certificate that cannot be trusted: self" in str(error)
    assert sink.mails == []


@FORGETFUL
def test_encryption_that_another_machine_offers_is_taken_and_its_name_checked(
    email_to: EmailTo, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with SmtpSink(security="smtp+starttls") as sink:
        pretend_to_reach(sink, monkeypatch)
        error = failure_of(email_to("smtp://mail.example.org"), message)
    assert "certificate is not valid for 'mail.example.org'" in str(error)


def test_encryption_that_is_required_and_not_offered_is_an_error_without_a_mail(
    email_to: EmailTo, message: Message
) -> None:
    with SmtpSink() as sink:
        error = failure_of(email_to(f"smtp+starttls://127.0.0.1:{sink.port}"), message)
    assert isinstance(error, TemporaryChannelError)
    assert "does not offer" in str(error)
    assert sink.mails == []


def test_a_password_is_not_sent_unencrypted_to_another_machine(
    email_to: EmailTo, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SmtpSink(password="s3cret") as sink:
        pretend_to_reach(sink, monkeypatch)
        error = failure_of(email_to("smtp://calendar:s3cret@mail.example.org"), message)
    assert "the password was not sent" in str(error)
    assert sink.mails == []


def test_a_wrong_password_loses_no_reminder_and_is_not_said(
    email_to: EmailTo, message: Message, everything_said: Callable[[BaseException | None], str]
) -> None:
    with SmtpSink(password="another") as sink:
        error = failure_of(email_to(f"smtp://calendar:s3cret@127.0.0.1:{sink.port}"), message)
    assert isinstance(error, TemporaryChannelError)
    assert "refuses the user or the password: 535" in str(error)
    said = everything_said(error)
    assert "s3cret" not in said
    assert "czNjcmV0" not in said


def test_without_a_server_or_a_sender_it_says_which_option_is_missing(message: Message) -> None:
    with Driven(EmailChannel(None, SENDER, timedelta(seconds=1))) as serverless:
        error = failure_of(serverless, message)
    assert isinstance(error, TemporaryChannelError)
    assert "--smtp-url" in str(error)
    with Driven(EmailChannel("smtp://localhost", None, timedelta(seconds=1))) as senderless:
        assert "--mail-from" in str(failure_of(senderless, message))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (" ann@example.org\n", "ann@example.org"),
        ("ann+races@mail.example.org", "ann+races@mail.example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_it_will_be_used(address: str, kept: str) -> None:
    assert email_channel("smtp://localhost").check_address(address) == kept


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "@example.org", "ann@example..org", "a@b@c", "ann@example.org\nBcc: eve@example.org",
     "ann@example.org, eve@example.org", "Ann <ann@example.org>", "ann\x00@example.org", "ann@" + "x" * 64 + ".org",
     "ann@ü" + "ü" * 70, "a@" + "b." * 150 + "org"],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    with pytest.raises(PermanentChannelError, match=r"ann@example\.org"):
        email_channel("smtp://localhost").check_address(address)


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://mail.example", 25, Security.WHEN_OFFERED),
        ("smtp+starttls://a:b@mail.example", 587, Security.STARTTLS),
        ("smtps://a:b@mail.example/", 465, Security.TLS),
        ("smtp://a:b@mail.example:2525", 2525, Security.WHEN_OFFERED),
    ],
)
def test_the_scheme_says_how_it_is_encrypted_and_gives_the_usual_port(url: str, port: int, security: Security) -> None:
    server = parse_smtp_url(url)
    assert (server.host, server.port, server.security) == ("mail.example", port, security)
    assert "'b'" not in repr(server)


def test_all_addresses_fail_together_with_the_server() -> None:
    assert email_channel("smtp://a:b@mail.example:587").destination("ann@example.org") == "mail server mail.example:587"
