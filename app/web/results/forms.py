"""What an officer sends to publish, to withdraw or to have groups counted anew."""

from wtforms import BooleanField, DateField, Form, IntegerField, StringField

from app.web.forms import trimmed


class PublicationForm(Form):
    """A PublicationForm is a publication as somebody looked at it: programme, last day, and what stood there."""

    programme = StringField(default="")
    until = DateField()
    correct = BooleanField()
    """it corrects the last one"""
    reason = StringField(filters=[trimmed])
    after = StringField(default="")
    """the publication that was the last one then; empty for none"""
    digest = StringField(default="")
    """of the figures that were shown"""


class WithdrawalForm(Form):
    reason = StringField(filters=[trimmed])


class AnewForm(Form):
    """An AnewForm says which groups to count anew: a region's, the programme's, or all of them with a new edition."""

    programme = StringField(default="")
    region = StringField(default="")
    edition = BooleanField()
    reason = StringField(filters=[trimmed])
    after = IntegerField(default=0)
    """the last counting anew that was known then"""
