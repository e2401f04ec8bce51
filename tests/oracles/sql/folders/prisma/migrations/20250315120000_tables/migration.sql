-- DropForeignKey
ALTER TABLE "_Friends" DROP CONSTRAINT "_Friends_A_fkey";

-- RedefineIndex
ALTER INDEX "User_email_key" RENAME TO "User_mail";
DROP INDEX "_Friends_B_index";
ALTER TABLE "User" RENAME CONSTRAINT "User_pkey" TO "users_pkey";
