"""What an officer sends to publish, to withdraw or to have groups counted anew."""

from wtforms import BooleanField, DateField, IntegerField, StringField

from app.web.forms import Form, trimmed


class PublicationForm(Form):
    """A PublicationForm sends a publication to be made, and what its preview was based on."""

    programme = StringField(default="")
    until = DateField()
    correct = BooleanField()
    """whether it is a new edition of the last publication"""
    reason = StringField(filters=[trimmed])
    after = StringField(default="")
    """id of the publication that was the last one then; "" for none"""
    digest = StringField(default="")
    """of the figures that were shown"""


class WithdrawalForm(Form):
    reason = StringField(filters=[trimmed])


class AnewForm(Form):
    """An AnewForm asks to count groups anew: a region's, the programme's, or all of them with a new edition."""

    programme = StringField(default="")
    region = StringField(default="")
    edition = BooleanField()
    reason = StringField(filters=[trimmed])
    after = IntegerField(default=0)
    """id of the last settlement counted anew that the page knew; 0 for none"""
