//! What folding makes equal, and what it must not.

use super::*;

/// Singular and plural of nouns that tables are called by.
const NOUNS: &str = "
user users
cache caches
status statuses
address addresses
movie movies
person people
child children
analysis analyses
index indexes
category categories
company companies
box boxes
class classes
bus buses
alias aliases
bonus bonuses
canvas canvases
campus campuses
census censuses
process processes
access accesses
business businesses
boss bosses
hero heroes
potato potatoes
photo photos
video videos
memo memos
logo logos
quiz quizzes
leaf leaves
life lives
knife knives
shelf shelves
wife wives
half halves
wolf wolves
roof roofs
proof proofs
belief beliefs
chief chiefs
man men
woman women
foot feet
tooth teeth
goose geese
mouse mice
criterion criteria
phenomenon phenomena
matrix matrices
vertex vertices
appendix appendices
axis axes
crisis crises
thesis theses
diagnosis diagnoses
hypothesis hypotheses
synopsis synopses
parenthesis parentheses
database databases
base bases
case cases
phase phases
purchase purchases
release releases
lease leases
license licenses
expense expenses
response responses
course courses
house houses
warehouse warehouses
image images
page pages
message messages
exchange exchanges
language languages
invoice invoices
service services
device devices
price prices
source sources
resource resources
choice choices
schedule schedules
role roles
file files
profile profiles
site sites
note notes
quote quotes
vote votes
template templates
date dates
update updates
state states
rate rates
cookie cookies
zombie zombies
tie ties
pie pies
selfie selfies
calorie calories
series series
species species
news news
key keys
survey surveys
day days
holiday holidays
delivery deliveries
history histories
story stories
entry entries
query queries
reply replies
activity activities
currency currencies
country countries
city cities
policy policies
batch batches
branch branches
match matches
search searches
patch patches
watch watches
switch switches
brush brushes
wish wishes
dish dishes
flash flashes
hash hashes
tax taxes
fax faxes
prefix prefixes
suffix suffixes
mailbox mailboxes
inbox inboxes
sphinx sphinxes
gas gases
lens lenses
virus viruses
radius radii
stimulus stimuli
alumnus alumni
focus focuses
menu menus
schema schemas
quota quotas
agenda agendas
formula formulas
persona personas
camera cameras
idea ideas
area areas
media media
feedback feedback
staff staff
metadata metadata
information information
equipment equipment
money money
analytics analytics
taxonomy taxonomies
ontology ontologies
gallery galleries
library libraries
cart carts
order orders
payment payments
shipment shipments
product products
variant variants
tag tags
team teams
member members
membership memberships
session sessions
token tokens
account accounts
permission permissions
refund refunds
coupon coupons
discount discounts
wallet wallets
ledger ledgers
review reviews
rating ratings
comment comments
post posts
blog blogs
like likes
follow follows
follower followers
event events
ticket tickets
venue venues
booking bookings
reservation reservations
room rooms
guest guests
bed beds
doctor doctors
patient patients
prescription prescriptions
medicine medicines
nurse nurses
appointment appointments
employee employees
committee committees
trainee trainees
fee fees
coffee coffees
degree degrees
grade grades
student students
teacher teachers
lesson lessons
exam exams
answer answers
essay essays
gateway gateways
webhook webhooks
api apis
id ids
url urls
sms sms
dns dns
os os
gps gps
css css
aws aws
https https
chassis chassis
corps corps
apex apexes
codex codices
suite suites
gene genes
vaccine vaccines
oasis oases
kiosk kiosks
passerby passersby
recipe recipes
tomato tomatoes
dose doses
nose noses
horse horses
verse verses
universe universes
cause causes
clause clauses
use uses
excuse excuses
promise promises
premise premises
exercise exercises
franchise franchises
enterprise enterprises
merchandise merchandise
size sizes
prize prizes
maze mazes
cave caves
wave waves
slave slaves
archive archives
drive drives
objective objectives
move moves
glove gloves
sleeve sleeves
valve valves
curve curves
reserve reserves
save saves
sale sales
atlas atlases
pass passes
bypass bypasses
compass compasses
mass masses
guess guesses
witness witnesses
harness harnesses
progress progress
success successes
mattress mattresses
corpus corpora
";

fn same(a: &str, b: &str) {
    assert_eq!(Folded::new(a), Folded::new(b), "{a} and {b} are one name");
}

fn differ(a: &str, b: &str) {
    assert_ne!(Folded::new(a), Folded::new(b), "{a} and {b} are two names");
}

#[test]
fn nouns_turn_singular_and_plural() {
    let mut wrong = Vec::new();
    for line in NOUNS.lines().filter(|line| !line.is_empty()) {
        let (one, many) = line.split_once(' ').unwrap();
        for (got, want) in
            [(plural(one), many), (singular(many), one), (plural(many), many), (singular(one), one)]
        {
            if got != want {
                wrong.push(format!("{line}: {got} instead of {want}"));
            }
        }
        assert!(is_plural(many), "{many} is plural");
        assert!(is_singular(one), "{one} is singular");
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn case_styles_fold_to_one_name() {
    for name in ["orderItems", "order_items", "OrderItem", "order-item", "ORDER_ITEMS", "orderItemsTable"] {
        same(name, "order item");
    }
    same("userID", "user_id");
    same("userIDs", "user_ids");
    same("URLPath", "url_path");
    same("oauth2Token", "oauth2_tokens");
    same("oauth2Token", "OAuth2Tokens");
    same("apiV2Key", "api_v2_keys");
    same("café_menus", "CafeMenu");
    same("cafe\u{301}", "café");
    same("UserModel", "users");
    same("users_table", "user");
    same("news", "news");
    same("status", "statuses");
}

#[test]
fn different_nouns_stay_different() {
    differ("news", "new");
    differ("users", "use");
    differ("data", "date");
    differ("bus", "bu");
    differ("address", "addres");
    differ("models", "tables");
    differ("table", "model");
    differ("order_item", "order");
    differ("sms", "sm");
    assert!(Folded::new("--").is_empty());
}

#[test]
fn columns_fold_case_but_not_plural() {
    assert!(same_column("createdAt", "created_at"));
    assert!(same_column("userID", "user_id"));
    assert!(!same_column("tag", "tags"));
    assert!(!same_column("", "_"));
}

#[test]
fn words_begin_at_separators_capitals_and_acronyms() {
    let spelled = |name: &str| words(name).join(" ");
    assert_eq!(spelled("XMLHttpRequest2"), "xml http request2");
    assert_eq!(spelled("parseURLs"), "parse urls");
    assert_eq!(spelled("IDs"), "ids");
    assert_eq!(spelled("v2"), "v2");
    assert_eq!(spelled("user__id "), "user id");
    assert_eq!(spelled("用户表"), "用户表");
}

#[test]
fn names_are_spelled_in_every_style() {
    assert_eq!(snake_case("OrderItem"), "order_item");
    assert_eq!(camel_case("order_items"), "orderItems");
    assert_eq!(pascal_case("order-item"), "OrderItem");
    assert_eq!(kebab_case("OrderItem"), "order-item");
    assert_eq!(camel_case(""), "");
    assert_eq!(plural("OrderItem"), "OrderItems");
    assert_eq!(plural("userURL"), "userURLs");
    assert_eq!(plural("USER_ROLE"), "USER_ROLES");
    assert_eq!(singular("USER_ROLES"), "USER_ROLE");
    assert_eq!(singular("orderCategories"), "orderCategory");
    assert_eq!(plural("Person"), "People");
    assert_eq!(plural(""), "");
}

#[test]
fn a_name_tells_its_style() {
    assert_eq!(case_of("order_items"), Some(Case::Snake));
    assert_eq!(case_of("users"), Some(Case::Snake));
    assert_eq!(case_of("orderItems"), Some(Case::Camel));
    assert_eq!(case_of("OrderItems"), Some(Case::Pascal));
    assert_eq!(case_of("order-items"), Some(Case::Kebab));
    assert_eq!(case_of("ORDER_ITEMS"), Some(Case::Screaming));
    assert_eq!(case_of("Order_items"), None);
    assert_eq!(case_of("42"), None);
}

#[test]
fn the_nearest_name_is_a_slip_away() {
    let tables = ["users", "orders", "order_items", "user_roles"];
    let find = |name| nearest(name, tables);
    assert_eq!(find("usrs"), Some("users"));
    assert_eq!(find("oredrs"), Some("orders"));
    assert_eq!(find("order_itmes"), Some("order_items"));
    assert_eq!(find("orderLines"), None);
    assert_eq!(find("cache"), None);
    assert_eq!(find(""), None);
    assert_eq!(distance(&Folded::new("ab"), &Folded::new("ba")), 1);
}
