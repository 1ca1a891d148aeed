"""Where rounds, invitations and answers are kept, and the narrow door of the respondents' form.

`store.open_store`: everything, for the leader ·
`form`: one response, for a respondent · `rounds`, `invitations`, `importing`, `keeping`: the parts
of the store · `engine`, `migrating`, `tables`: the database · `postgresql`, `sqlite`: what the form may do there.
"""
