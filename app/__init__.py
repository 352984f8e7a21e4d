"""The application: people, pages and the database."""
