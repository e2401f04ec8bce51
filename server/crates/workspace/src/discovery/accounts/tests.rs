//! What a glance at code tells of tables.

use super::{Account, may_declare, told};
use crate::path::RelPath;

/// Each account of the file at `path` as "table: words".
fn accounts(path: &str, source: &str) -> Vec<String> {
    let path = RelPath::new(path).expect("inside");
    let shown = |it: &Account| format!("{}: {}", it.table, it.words.join(" "));
    told(&path, source).iter().map(shown).collect()
}

fn tables(path: &str, source: &str) -> Vec<String> {
    let path = RelPath::new(path).expect("inside");
    told(&path, source).iter().map(|it| it.table.clone()).collect()
}

#[test]
fn a_class_of_typeorm_is_a_table_with_its_properties() {
    let source = "import { Entity, Column } from 'typeorm';\n@Entity('gift_cards')\nexport class GiftCard {\n\
        @Column({ name: 'face_value', type: 'int' })\n  faceValue: number; // cents\n}\n";
    assert_eq!(
        accounts("src/cards/gift-card.entity.ts", source),
        [
            "gift_cards: Entity gift_cards export class GiftCard Column name face_value type int faceValue number"
        ]
    );
    assert_eq!(
        tables(
            "src/a.entity.ts",
            "@Entity()\nexport class Voucher {}\n@Entity({ name: 'coupons' }) class C {}"
        ),
        ["Voucher", "coupons"]
    );
}

#[test]
fn classes_of_other_orms_are_tables() {
    let room = "@Entity(\n    tableName = \"capture_log\",\n    indices = [Index(value = [\"at\"])]\n)\ndata class CaptureLogEntity(val id: Long)";
    assert_eq!(tables("app/data/entity/CaptureLogEntity.kt", room), ["capture_log"]);
    assert_eq!(
        tables("app/data/entity/PlainEntity.kt", "@Entity\ndata class PlainEntity(val id: Long)"),
        ["PlainEntity", "Plain"]
    );
    assert_eq!(
        tables("src/main/model/Pay.java", "@Entity\n@Table(name = \"payments\")\npublic class Pay {}"),
        ["Pay", "payments"]
    );
    assert_eq!(
        tables(
            "shop/models.py",
            "class Order(models.Model):\n    total = models.IntegerField()\nclass State(models.TextChoices):\n    pass\n"
        ),
        ["shop_Order", "Order"]
    );
    assert_eq!(
        tables("app/models.py", "class Order(Base):\n    __tablename__ = 'orders'\n"),
        ["app_Order", "Order", "app_orders", "orders"]
    );
    assert_eq!(tables("app/models/order.rb", "class Order < ApplicationRecord\nend"), ["Order"]);
    assert_eq!(
        tables("app/Models/Order.php", "class Order extends Model\n{ protected $table = 'shop_orders'; }"),
        ["Order", "shop_orders"]
    );
    assert_eq!(
        tables("models/order.js", "const Order = sequelize.define('orders', { total: DataTypes.INTEGER });"),
        ["orders"]
    );
    assert_eq!(
        tables("model/order.go", "func (Order) TableName() string {\n\treturn \"orders\"\n}"),
        ["orders"]
    );
    assert_eq!(tables("Data/ShopDatabase.cs", "public DbSet<Order> Orders { get; set; }"), ["Orders"]);
    assert_eq!(
        tables("src/schema.rs", "diesel::table! {\n    orders (id) {\n        id -> Int4,\n    }\n}"),
        ["orders"]
    );
    assert_eq!(
        tables("lib/shop/schema/order.ex", "schema \"orders\" do\n  field :total, :integer\nend"),
        ["orders"]
    );
}

#[test]
fn migrations_in_code_make_tables_and_columns() {
    assert_eq!(
        accounts(
            "db/migrate/1_orders.rb",
            "create_table :orders do |t|\n  t.integer :total\nend\nadd_column :users, :phone, :string"
        ),
        ["orders: create_table orders do integer total end", "users: add_column users phone string",]
    );
    assert_eq!(
        accounts(
            "src/migrations/1-a.ts",
            "await runner.query(`ALTER TABLE \"users\" ADD \"phone\" varchar`);"
        ),
        ["users: phone"]
    );
    assert_eq!(
        tables(
            "src/migrations/2-b.ts",
            "await runner.createTable(new Table({ name: 'orders', columns: [] }));"
        ),
        ["orders"]
    );
    assert_eq!(
        tables("migrations/3.js", "return knex.schema.createTable('orders', (t) => t.increments());"),
        ["orders"]
    );
    assert_eq!(
        tables(
            "database/migrations/4.php",
            "Schema::create('orders', function (Blueprint $table) { $table->id(); });"
        ),
        ["orders"]
    );
    assert_eq!(
        tables(
            "app/data/OrbitMigrations.kt",
            "db.execSQL(\"\"\"CREATE TABLE IF NOT EXISTS notes (id INTEGER)\"\"\")"
        ),
        ["notes"]
    );
}

#[test]
fn types_of_a_database_name_its_tables() {
    let supabase = "export type Database = { public: { Tables: { orders: { Row: { id: string } } } } }";
    assert_eq!(tables("src/types/database.types.ts", supabase), ["orders"]);
    let related = "Tables: { orders: { Row: { id: string } Relationships: [{ referencedColumns: ['user_id'] }] } } Functions: { pay: { Args: { sum: number } } }";
    let path = RelPath::new("src/types/database.types.ts").expect("inside");
    let told = super::told(&path, related);
    assert_eq!(told[0].words, ["orders", "Row", "id", "string"]);
    let kysely = "import { Generated } from 'kysely';\nexport interface Database { orders: OrdersTable; note: string }";
    assert_eq!(tables("src/database.ts", kysely), ["orders"]);
}

#[test]
fn what_only_uses_tables_declares_none() {
    let service =
        "const rows = await this.entities.find('orders'); const Model = load('users'); createTable(props);";
    assert_eq!(tables("src/models/service.ts", service), [""; 0]);
    assert_eq!(
        tables("src/table.ts", "// @Entity('orders')\n/* createTable('users') */ const a = \"it's\";"),
        [""; 0]
    );
}

#[test]
fn code_that_asks_a_client_for_a_table_is_a_witness() {
    let source = "const a = await supabase.from('folders').select();\nclient\n  .from<Tag>(\"tags\").insert(x);\n\
        (db as any).schema('public').from(`notes`);\nsupabase?.from( 'todos' )";
    assert_eq!(tables("src/store/vault.tsx", source), ["folders", "notes", "tags", "todos"]);
    let others = "Array.from('abc'); Buffer.from(\"xyz\", 'utf8'); supabase.storage.from('avatars');\n\
        // supabase.from('gone')\n * supabase.from('old')\ndb.select().from(users); supabase.from(`t_${x}`); .from('";
    assert_eq!(tables("src/store/vault.tsx", others), [""; 0]);
    assert_eq!(tables("src/store/vault.test.ts", source), [""; 0]);
}

#[test]
fn only_files_that_are_called_so_are_looked_at() {
    let is = |path: &str| may_declare(&RelPath::new(path).expect("inside"));
    assert!(is("src/users/user.entity.ts") && is("app/db/tables.py") && is("db/migrate/1.rb"));
    assert!(!is("src/users/user.ts") && !is("tests/models/user.py") && !is("src/user.model.spec.ts"));
    assert!(!is("docs/models.md") && !is("src/types/schema.d.ts"));
}

#[test]
fn broken_code_costs_nothing_else() {
    for source in [
        "@Entity(",
        "@Entity({ name:",
        "class",
        "createTable(",
        "create_table :",
        "`",
        "\"\"\"",
        "/*",
        "@Entity('",
        "é\"",
        "table! {",
    ] {
        assert_eq!(tables("src/models/a.ts", source), [""; 0], "{source}");
    }
}

#[test]
fn quotes_and_parentheses_that_never_close_are_soon_given_up() {
    let slow = ["`\\", "'\\", "\"", "@Entity(", "class A.", "\"\"\"", "/*"];
    for piece in slow {
        let source = piece.repeat(200_000);
        assert_eq!(tables("src/models/a.ts", &source), [""; 0], "{piece}");
    }
}
