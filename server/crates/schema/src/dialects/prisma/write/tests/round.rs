//! The fixtures, read and written and read.

use expect_test::expect;

use super::comes_back;
use crate::dialects::prisma::tests::declared;
use crate::dialects::prisma::write::file;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../../../fixtures/prisma/", $name))
    };
}

#[test]
fn every_fixture_comes_back_as_it_was() {
    for fixture in [
        fixture!("types.prisma"),
        fixture!("keys.prisma"),
        fixture!("relations.prisma"),
        fixture!("edges.prisma"),
        fixture!("sqlite.prisma"),
    ] {
        assert_eq!(comes_back(&declared(&[fixture])), Vec::<String>::new());
    }
    let library = [
        fixture!("library/books.prisma"),
        fixture!("library/main.prisma"),
        fixture!("library/people.prisma"),
    ];
    assert_eq!(comes_back(&declared(&library)), Vec::<String>::new());
}

#[test]
fn a_schema_is_written_as_people_write_it() {
    let declarations = declared(&[fixture!("relations.prisma")]);
    expect![[r#"
        generator client {
          provider = "prisma-client"
          output   = "../generated/prisma"
        }

        datasource db {
          provider = "postgresql"
        }

        model User {
          id          Int          @id @default(autoincrement())
          email       String       @unique
          managerId   Int?         @map("manager_id")
          twinId      Int?         @unique
          manager     User?        @relation("management", fields: [managerId], references: [id])
          twin        User?        @relation("twins", fields: [twinId], references: [id], onDelete: NoAction, onUpdate: NoAction)
          follows     User[]       @relation("follows")
          reports     User[]       @relation("management")
          twinOf      User?        @relation("twins")
          profile     Profile?
          posts       Post[]       @relation("written")
          reviewed    Post[]       @relation("reviewed")
          comments    Comment[]
          memberships Membership[]
          followedBy  User[]       @relation("follows")

          @@map("users")
        }

        model Profile {
          id     Int    @id @default(autoincrement())
          bio    String @default("")
          userId Int    @unique @map("user_id")
          user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
        }

        model Post {
          id         String    @id @default(uuid()) @db.Uuid
          authorId   Int       @map("author_id")
          reviewerId Int?
          author     User      @relation("written", fields: [authorId], references: [id])
          reviewer   User?     @relation("reviewed", fields: [reviewerId], references: [id], onUpdate: Restrict, map: "post_reviewer")
          tags       Tag[]
          topics     Topic[]   @relation("PostTopics")
          comments   Comment[]

          @@index([authorId])
          @@map("posts")
        }

        model Comment {
          id          BigInt  @id @default(autoincrement())
          postId      String  @db.Uuid
          authorEmail String? @default("nobody")
          post        Post    @relation(fields: [postId], references: [id], onDelete: Cascade, onUpdate: NoAction)
          author      User?   @relation(fields: [authorEmail], references: [email], onDelete: SetDefault)
        }

        model Tag {
          name  String @id @db.VarChar(40)
          posts Post[]

          @@map("tags")
        }

        model Topic {
          slug  String @id
          posts Post[] @relation("PostTopics")
        }

        model Team {
          org         Int
          number      Int
          memberships Membership[]
          rooms       Room[]

          @@id([org, number])
        }

        model Membership {
          userId Int
          org    Int
          number Int
          user   User @relation(fields: [userId], references: [id])
          team   Team @relation(fields: [org, number], references: [org, number])

          @@id([userId, org, number])
        }

        model Room {
          id     Int    @id
          org    Int
          number Int?
          label  String @unique
          team   Team?  @relation(fields: [org, number], references: [org, number])
          doors  Door[]
        }

        model Door {
          id    Int     @id
          label String?
          room  Room?   @relation(fields: [label], references: [label])
        }
    "#]].assert_eq(&file(&declarations).text);
}
