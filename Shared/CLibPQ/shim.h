// The parts of libpq that Shared/Postgres uses, and what else it needs of C and Swift cannot import.
#include <libpq-fe.h>
#include <sys/ioctl.h>

/// The fields of an error, whose macros are characters and not imported.
static const int clibpq_field_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int clibpq_field_state = PG_DIAG_SQLSTATE;
static const int clibpq_field_message = PG_DIAG_MESSAGE_PRIMARY;
static const int clibpq_field_detail = PG_DIAG_MESSAGE_DETAIL;
static const int clibpq_field_constraint = PG_DIAG_CONSTRAINT_NAME;
static const int clibpq_field_table = PG_DIAG_TABLE_NAME;
static const int clibpq_field_column = PG_DIAG_COLUMN_NAME;

/// FIONREAD: how many bytes have arrived on a socket and were not read yet; 0 when that cannot be told.
static inline int clibpq_bytes_waiting(int descriptor) {
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

/// A notice processor that drops what it is given; libpq's own prints to stderr.
static inline void clibpq_drop_notice(void *context, const char *message) {
    (void)context;
    (void)message;
}

static inline void clibpq_silence(PGconn *connection) {
    PQsetNoticeProcessor(connection, clibpq_drop_notice, 0);
}
