alter table accounts rename username to handle;
