/* A hand-written writer of the measured events: the limit that a general program is measured against.
 *
 * `plain_writer events.csv out.nt` writes the statements that `dateline convert` writes with events.profile.yaml. It
 * knows this one table, trusts it, and does nothing else: no mapping, no message, no check of an IRI.
 * Build: cc -O2 -o plain_writer plain_writer.c
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define B "https://example.org/measured/"
#define DL "https://w3id.org/dateline/ns#"
#define CONCEPT "https://w3id.org/dateline/"
#define SEM "http://semanticweb.cs.vu.nl/2009/11/sem/"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define LABEL "http://www.w3.org/2000/01/rdf-schema#label"
#define XSD "http://www.w3.org/2001/XMLSchema#"
#define OA "http://www.w3.org/ns/oa#"
#define WGS "http://www.w3.org/2003/01/geo/wgs84_pos#"
#define DCT "http://purl.org/dc/terms/"
#define A "<" RDF "type> <"
#define FIELDS 13
#define ROOM (1 << 20)
#define SLOTS (1 << 20)

typedef struct { const char *text; size_t size; } Text;
enum { ID, DATE, TYPE, WHAT, ACTOR_ID, ACTOR, TARGET_ID, TARGET, PLACE_ID, PLACE, LAT, LONG, QUOTE };

static const struct { const char *type, *quad, *score; } SCORES[] = {
    {"agree", "verbal-cooperation", "2.5"},
    {"accuse", "verbal-conflict", "-3"},
    {"consult", "verbal-cooperation", "2.5"},
    {"threaten", "verbal-conflict", "-3.5"},
    {"protest", "material-conflict", "-5"},
    {"reject", "verbal-conflict", "-2"},
    {"assault", "material-conflict", "-9"},
    {"support", "verbal-cooperation", "5"},
    {"sanction", "material-conflict", "-6"},
    {"aid", "material-cooperation", "10"},
};

static char out[2 * ROOM], *end = out;
static FILE *target;
static uint64_t seen[SLOTS];

static void flush(void) { fwrite(out, 1, (size_t)(end - out), target); end = out; }
static inline void put(const char *text, size_t size) { memcpy(end, text, size); end += size; }
static inline void puts_(const char *text) { put(text, strlen(text)); }
static inline void cell(Text text) { put(text.text, text.size); }
#define LIT(text) put(text, sizeof(text) - 1)

static void escaped(Text text) {
    for (size_t at = 0; at < text.size; at++) {
        char c = text.text[at];
        switch (c) {
        case '"': LIT("\\\""); break;
        case '\\': LIT("\\\\"); break;
        case '\n': LIT("\\n"); break;
        case '\r': LIT("\\r"); break;
        case '\t': LIT("\\t"); break;
        default: *end++ = c;
        }
    }
}

static int first_time(char kind, Text id) {
    uint64_t hash = (14695981039346656037u ^ (unsigned char)kind) * 1099511628211u;
    for (size_t at = 0; at < id.size; at++) hash = (hash ^ (unsigned char)id.text[at]) * 1099511628211u;
    hash += !hash;
    for (size_t slot = hash % SLOTS;; slot = (slot + 1) % SLOTS) {
        if (seen[slot] == hash) return 0;
        if (!seen[slot]) { seen[slot] = hash; return 1; }
    }
}

static long julian(long y, long m, long d) {
    long a = (14 - m) / 12, yy = y + 4800 - a, mm = m + 12 * a - 3;
    return d + (153 * mm + 2) / 5 + 365 * yy + yy / 4 - yy / 100 + yy / 400 - 32045;
}

static int days_of(long y, long m) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && ((y % 4 == 0 && y % 100) || y % 400 == 0) ? 29 : days[m - 1];
}

static long number(const char *text, int size) {
    long value = 0;
    while (size--) value = value * 10 + (*text++ - '0');
    return value;
}

#define E LIT("<" B "event/"), cell(f[ID]), LIT("> ")
#define PART(role) LIT("<" B "event/"), cell(f[ID]), LIT("/participation/" role "-"), cell(who), LIT("> ")
#define CLAIM(rest) LIT("<" B "event/"), cell(f[ID]), LIT("/claim/type" rest "> ")
#define STOP LIT(" .\n")
#define DAY(name, day) E, LIT("<" SEM name "> \""), put(day, 10), LIT("\"^^<" XSD "date> .\n")
#define WHOLE(name, value) \
    E, LIT("<" DL name "> \""), end += sprintf(end, "%ld", value), LIT("\"^^<" XSD "integer> .\n")
#define PARTICIPATION(role, id) do { \
    Text who = id; \
    PART(role), LIT(A DL "Participation> .\n"); \
    E, LIT("<" DL "participation> "), PART(role), LIT(".\n"); \
    PART(role), LIT("<" DL "actor> <" B "actor/"), cell(who), LIT("> .\n"); \
    PART(role), LIT("<" SEM "roleType> <" CONCEPT "role/" role "> .\n"); \
    E, LIT("<" SEM "hasActor> <" B "actor/"), cell(who), LIT("> .\n"); } while (0)

static void event(const Text *f) {
    Text date = f[DATE];
    long y = number(date.text, 4), m = date.size > 4 ? number(date.text + 5, 2) : 0;
    char first[16], last[16];
    long m1 = m ? m : 1, m2 = m ? m : 12, d1 = 1, d2 = days_of(y, m2);
    if (date.size > 7) d1 = d2 = number(date.text + 8, 2);
    memcpy(first, date.text, 4), memcpy(last, date.text, 4);
    sprintf(first + 4, "-%02u-%02u", (unsigned)m1 % 100, (unsigned)d1 % 100);
    sprintf(last + 4, "-%02u-%02u", (unsigned)m2 % 100, (unsigned)d2 % 100);
    size_t kind = 0;
    while (strncmp(SCORES[kind].type, f[TYPE].text, f[TYPE].size) || SCORES[kind].type[f[TYPE].size]) kind++;

    E, LIT(A DL "Event> .\n"), E, LIT(A SEM "Event> .\n");
    E, LIT("<" LABEL "> \""), escaped(f[WHAT]), LIT("\"@en .\n");
    E, LIT("<" SEM "eventType> <" CONCEPT "type/"), cell(f[TYPE]), LIT("> .\n");
    E, LIT("<" DL "edtf> \""), cell(date), LIT("\"^^<http://id.loc.gov/datatypes/edtf/EDTF> .\n");
    DAY("hasEarliestBeginTimeStamp", first), DAY("hasLatestBeginTimeStamp", last);
    DAY("hasEarliestEndTimeStamp", first), DAY("hasLatestEndTimeStamp", last);
    WHOLE("earliestDay", julian(y, m1, d1)), WHOLE("latestDay", julian(y, m2, d2)), WHOLE("year", y);
    E, LIT("<" DL "precision> <" CONCEPT "precision/"), puts_(date.size > 7 ? "day" : m ? "month" : "year"), LIT("> .\n");
    E, LIT("<" DL "factuality> <" CONCEPT "factuality/occurred> .\n");
    E, LIT("<" DL "quadClass> <" CONCEPT "quad/"), puts_(SCORES[kind].quad), LIT("> .\n");
    E, LIT("<" DL "score> \""), puts_(SCORES[kind].score), LIT("\"^^<" XSD "decimal> .\n");
    E, LIT("<" DL "scoreScheme> <" CONCEPT "score-scheme/plover-0.8> .\n");
    E, LIT("<" SEM "hasPlace> <" B "place/"), cell(f[PLACE_ID]), LIT("> .\n");
    PARTICIPATION("initiator", f[ACTOR_ID]);
    PARTICIPATION("recipient", f[TARGET_ID]);
    CLAIM(""), LIT(A DL "Claim> .\n"), CLAIM(""), LIT("<" RDF "subject> "), E, LIT(".\n");
    CLAIM(""), LIT("<" RDF "predicate> <" SEM "eventType> .\n");
    CLAIM(""), LIT("<" RDF "object> <" CONCEPT "type/"), cell(f[TYPE]), LIT("> .\n");
    CLAIM(""), LIT("<" SEM "accordingTo> <" B "source/coder> .\n"), CLAIM(""), LIT("<" DL "rank> <" CONCEPT "rank/normal> .\n");
    CLAIM(""), LIT("<" DL "originalValue> \""), cell(f[TYPE]), LIT("\" .\n");
    CLAIM(""), LIT("<" DL "evidence> "), CLAIM("/evidence"), LIT(".\n");
    CLAIM("/evidence"), LIT(A OA "SpecificResource> .\n"), CLAIM("/evidence"), LIT("<" OA "hasSource> <" B "source/coder> .\n");
    CLAIM("/evidence"), LIT("<" OA "hasSelector> "), CLAIM("/quote"), LIT(".\n");
    CLAIM("/quote"), LIT(A OA "TextQuoteSelector> .\n");
    CLAIM("/quote"), LIT("<" OA "exact> \""), escaped(f[QUOTE]), LIT("\" .\n");
    E, LIT("<" DCT "source> <" B "source/coder> .\n");
}

#define NODE(kind, id) LIT("<" B kind "/"), cell(id), LIT("> ")

static void actor(Text id, Text name) {
    if (!first_time('a', id)) return;
    NODE("actor", id), LIT(A DL "Actor> .\n"), NODE("actor", id), LIT(A SEM "Actor> .\n");
    NODE("actor", id), LIT("<" LABEL "> \""), escaped(name), LIT("\"@en .\n");
}

static Text decimal(Text text) {
    while (text.text[text.size - 1] == '0') text.size--;
    if (text.text[text.size - 1] == '.') text.size--;
    return text;
}

static void place(const Text *f) {
    Text id = f[PLACE_ID];
    if (!first_time('p', id)) return;
    NODE("place", id), LIT(A DL "Place> .\n"), NODE("place", id), LIT(A SEM "Place> .\n");
    NODE("place", id), LIT("<" LABEL "> \""), escaped(f[PLACE]), LIT("\"@en .\n");
    NODE("place", id), LIT("<" WGS "lat> \""), cell(decimal(f[LAT])), LIT("\"^^<" XSD "decimal> .\n");
    NODE("place", id), LIT("<" WGS "long> \""), cell(decimal(f[LONG])), LIT("\"^^<" XSD "decimal> .\n");
}

/* Cut one row of quoted cells out of the text, doubled quotes made single in place; NULL where it is not all there. */
static char *row(char *at, char *stop, Text *f) {
    for (int field = 0; field < FIELDS; field++) {
        if (at >= stop) return NULL;
        char *begin = ++at, *to = at;
        for (;;) {
            char *quote = memchr(at, '"', (size_t)(stop - at));
            if (!quote || quote + 1 >= stop) return NULL;
            memmove(to, at, (size_t)(quote - at));
            to += quote - at;
            at = quote + 1;
            if (*at != '"') break;
            *to++ = '"', at++;
        }
        f[field] = (Text){begin, (size_t)(to - begin)};
        at++;
    }
    return at;
}

int main(int count, char **names) {
    if (count != 3) return 2;
    FILE *source = fopen(names[1], "rb");
    target = fopen(names[2], "wb");
    if (!source || !target) return 3;
    setvbuf(target, NULL, _IONBF, 0);
    LIT("<" B "timeline> " A DL "Timeline> .\n<" B "timeline> " A "http://rdfs.org/ns/void#Dataset> .\n"
        "<" B "timeline> <" DCT "title> \"Events to measure with\"@en .\n"
        "<" B "timeline> <http://rdfs.org/ns/void#uriSpace> \"" B "\" .\n<" B "source/coder> " A DL "Source> .\n"
        "<" B "source/coder> <" DCT "title> \"Nobody's coding of nothing\"@en .\n");
    static char text[ROOM + 1];
    size_t held = 0;
    int is_head = 1;
    for (size_t got; (got = fread(text + held, 1, ROOM - held, source)) || held;) {
        char *at = text, *stop = text + held + got;
        if (is_head) at = memchr(at, '\n', (size_t)(stop - at)), at++, is_head = 0;
        for (;;) {
            /* Cells are changed in place, so that a row that is cut off by the end of the buffer is left alone. */
            Text f[FIELDS];
            if (stop - at < 8192 && got) break;
            char *next = row(at, stop, f);
            if (!next) break;
            event(f), actor(f[ACTOR_ID], f[ACTOR]), actor(f[TARGET_ID], f[TARGET]), place(f);
            at = next;
            if (end - out > ROOM / 2) flush();
        }
        held = (size_t)(stop - at);
        if (!got) break;
        memmove(text, at, held);
    }
    flush();
    return fclose(target) ? 3 : 0;
}
