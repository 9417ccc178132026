// librdkafka with its mock cluster, and the few calls of it that Swift cannot make itself: those with variable
// arguments, and those that take a union whose members Swift would have to build one by one for every message.
#ifndef RISHI_CRDKAFKA_H
#define RISHI_CRDKAFKA_H

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdint.h>

/// One header inside a buffer that holds all of them: each value follows its name. A negative length is a null value.
typedef struct crdkafka_header {
    uint32_t name_start;
    uint32_t name_length;
    int32_t value_length;
} crdkafka_header_t;

/// rd_kafka_produceva(3) with the copying flag, the partition left to the partitioner, and an integer as the opaque.
/// A null `value` is a null value; an empty one needs an address. The headers are ours until the call has succeeded.
static inline rd_kafka_resp_err_t crdkafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, const void *key, size_t key_length, const void *value,
    size_t value_length, const char *header_bytes, const crdkafka_header_t *headers, size_t header_count,
    uint64_t opaque) {
    rd_kafka_vu_t arguments[6];
    size_t count = 0;
    rd_kafka_headers_t *list = NULL;
    if (header_count > 0) {
        list = rd_kafka_headers_new(header_count);
        for (size_t index = 0; index < header_count; index++) {
            const crdkafka_header_t *header = &headers[index];
            const char *name = header_bytes + header->name_start;
            const int has_value = header->value_length >= 0;
            rd_kafka_resp_err_t status = rd_kafka_header_add(
                list, name, (ssize_t)header->name_length, has_value ? name + header->name_length : NULL,
                has_value ? header->value_length : 0);
            if (status != RD_KAFKA_RESP_ERR_NO_ERROR) {
                rd_kafka_headers_destroy(list);
                return status;
            }
        }
        arguments[count].vtype = RD_KAFKA_VTYPE_HEADERS;
        arguments[count++].u.headers = list;
    }
    arguments[count].vtype = RD_KAFKA_VTYPE_RKT;
    arguments[count++].u.rkt = topic;
    arguments[count].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    arguments[count++].u.i = RD_KAFKA_MSG_F_COPY;
    arguments[count].vtype = RD_KAFKA_VTYPE_KEY;
    arguments[count].u.mem.ptr = (void *)key;
    arguments[count++].u.mem.size = key_length;
    arguments[count].vtype = RD_KAFKA_VTYPE_VALUE;
    arguments[count].u.mem.ptr = (void *)value;
    arguments[count++].u.mem.size = value_length;
    arguments[count].vtype = RD_KAFKA_VTYPE_OPAQUE;
    arguments[count++].u.ptr = (void *)(uintptr_t)opaque;
    rd_kafka_error_t *error = rd_kafka_produceva(client, arguments, count);
    if (error == NULL) return RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    if (list != NULL) rd_kafka_headers_destroy(list);
    return code;
}

/// The integer that crdkafka_produce was given.
static inline uint64_t crdkafka_opaque(const rd_kafka_message_t *message) {
    return (uint64_t)(uintptr_t)message->_private;
}

/// rd_kafka_mock_broker_push_request_error_rtts(3) for one request.
static inline rd_kafka_resp_err_t crdkafka_mock_push(
    rd_kafka_mock_cluster_t *cluster, int32_t broker, int16_t api, rd_kafka_resp_err_t error, int rtt) {
    return rd_kafka_mock_broker_push_request_error_rtts(cluster, broker, api, 1, error, rtt);
}

#endif
