insert into public.visits (patient_id) values (gen_random_uuid());
create table seeded (id int);
