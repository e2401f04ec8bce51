INSERT INTO members (email, "fullName") VALUES ('a@b', 'A');
