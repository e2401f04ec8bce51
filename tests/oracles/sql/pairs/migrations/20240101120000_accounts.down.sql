drop table sessions;
drop table accounts;
