import CRDKafka
import EventLoop

/// One request of the Admin API, with its options and the queue its answer comes through. Blocks: for the blocking
/// thread only.
struct AdminRequest: ~Copyable {
    private let handle: KafkaHandle
    private let options: OpaquePointer
    private let queue: KafkaQueue
    private let deadline: MonotonicTime

    init(_ handle: KafkaHandle, _ operation: rd_kafka_admin_op_t, until deadline: MonotonicTime) {
        guard let options = rd_kafka_AdminOptions_new(handle.pointer, operation) else {
            preconditionFailure("librdkafka stops the process itself when it has no memory")
        }
        self.handle = handle
        self.options = options
        self.deadline = deadline
        queue = KafkaQueue(new: handle)
        let limit = Int32(clamping: max(1, (deadline - .now).wholeMilliseconds))
        // Refused only out of a range of hours.
        rd_kafka_AdminOptions_set_request_timeout(options, limit, nil, 0)
    }

    deinit {
        rd_kafka_AdminOptions_destroy(options)
    }

    /// `rd_kafka_CreateTopics`.
    consuming func create(_ plans: [TopicPlan]) throws(KafkaFault) -> [String: KafkaFault] {
        var topics: [OpaquePointer?] = []
        defer { for topic in topics { rd_kafka_NewTopic_destroy(topic) } }
        for plan in plans {
            guard
                let topic = rd_kafka_NewTopic_new(
                    plan.name, Int32(clamping: plan.partitions), Int32(clamping: plan.replication), nil, 0)
            else { throw KafkaFault(RD_KAFKA_RESP_ERR__INVALID_ARG) }
            topics.append(topic)
            for (name, value) in plan.settings { rd_kafka_NewTopic_set_config(topic, name, value) }
        }
        try requireController()
        rd_kafka_CreateTopics(handle.pointer, &topics, topics.count, options, queue.pointer)
        let event = try answer()
        var count = 0
        guard
            let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.pointer), &count)
        else { return [:] }
        var faults: [String: KafkaFault] = [:]
        for index in 0..<count {
            let code = rd_kafka_topic_result_error(results[index])
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR, let name = rd_kafka_topic_result_name(results[index]) else {
                continue
            }
            faults[String(cString: name)] = KafkaFault(code)
        }
        return faults
    }

    /// `rd_kafka_DescribeConfigs`.
    consuming func settings(ofTopics names: [String]) throws(KafkaFault) -> [String: [String: String]] {
        var resources: [OpaquePointer?] = names.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { for resource in resources { rd_kafka_ConfigResource_destroy(resource) } }
        try requireController()
        rd_kafka_DescribeConfigs(handle.pointer, &resources, resources.count, options, queue.pointer)
        let event = try answer()
        var count = 0
        let result = rd_kafka_event_DescribeConfigs_result(event.pointer)
        guard let described = rd_kafka_DescribeConfigs_result_resources(result, &count) else { return [:] }
        var settings: [String: [String: String]] = [:]
        for index in 0..<count {
            let code = rd_kafka_ConfigResource_error(described[index])
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let name = rd_kafka_ConfigResource_name(described[index]) else {
                throw KafkaFault(code)
            }
            settings[String(cString: name)] = Self.entries(of: described[index])
        }
        return settings
    }

    private static func entries(of resource: OpaquePointer?) -> [String: String] {
        var count = 0
        guard let entries = rd_kafka_ConfigResource_configs(resource, &count) else { return [:] }
        var settings: [String: String] = [:]
        for index in 0..<count {
            guard let name = rd_kafka_ConfigEntry_name(entries[index]),
                let value = rd_kafka_ConfigEntry_value(entries[index])
            else { continue }
            settings[String(cString: name)] = String(cString: value)
        }
        return settings
    }

    private borrowing func answer() throws(KafkaFault) -> KafkaEvent {
        let limit = Int32(clamping: max(1, (deadline - .now).wholeMilliseconds))
        guard let event = rd_kafka_queue_poll(queue.pointer, limit) else {
            throw KafkaFault(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        let answer = KafkaEvent(owning: event)
        if let fault = answer.fault { throw fault }
        return answer
    }

    /// librdkafka would wait for the controller until the deadline and then speak of time. A cluster that has an Admin
    /// API names a broker there is; the mock cluster names broker 0, which it has not.
    private borrowing func requireController() throws(KafkaFault) {
        let brokers = try ClusterMetadata(handle, allTopics: false, within: deadline - .now).brokers
        let limit = Int32(clamping: max(1, (deadline - .now).wholeMilliseconds))
        let controller = rd_kafka_controllerid(handle.pointer, limit)
        guard brokers.contains(controller) else { throw KafkaFault(.unsupported) }
    }
}
