import KafkaClient

/// Which rows of a batch are sent, and what the broker's answers mean for each of them.
///
/// A row that is certain to be refused is not sent, and neither are the later rows of its key: sent, they would overtake
/// it.
struct BatchPlan {
    /// What is sent, in order.
    let records: [ProducerRecord]
    /// For each row what is known of it already; nil for those that are sent.
    private let known: [RowOutcome?]

    init(_ rows: [OutboxRow], topics: Set<String>) {
        var records: [ProducerRecord] = []
        var known: [RowOutcome?] = []
        var stopped: Set<String> = []
        records.reserveCapacity(rows.count)
        known.reserveCapacity(rows.count)
        for row in rows {
            if !stopped.isEmpty, stopped.contains(row.key) {
                known.append(.failed)
                continue
            }
            switch Self.check(row, topics) {
            case .success(let record):
                records.append(record)
                known.append(nil)
            case .failure(let refusal):
                stopped.insert(row.key)
                known.append(.refused(refusal.label))
            }
        }
        self.records = records
        self.known = known
    }

    /// The outcome of each row, given those of the records as far as they are known.
    func outcomes(_ deliveries: [DeliveryOutcome?]) -> [RowOutcome] {
        var next = deliveries.makeIterator()
        return known.map { known in
            if let known { return known }
            switch next.next() ?? .purged {
            case nil: return .underWay
            case .delivered: return .delivered
            case .notPersisted(let fault) where fault.isPermanentForRecord || Self.needsSomebody(fault):
                return .refused(fault.label.description)
            case .notPersisted, .possiblyPersisted, .purged: return .failed
            }
        }
    }

    /// What passes only when somebody changes the cluster. The row is in quarantine until then, so that topics we may
    /// write to go on.
    private static func needsSomebody(_ fault: KafkaFault) -> Bool {
        fault.kind == .authorizationFailed
    }

    private struct Refused: Error {
        let label: String
    }

    private static func check(_ row: OutboxRow, _ topics: Set<String>) -> Result<ProducerRecord, Refused> {
        guard topics.contains(row.topic) else { return .failure(Refused(label: "undeclared_topic")) }
        guard !row.key.isEmpty else { return .failure(Refused(label: "empty_key")) }
        guard let record = row.record else { return .failure(Refused(label: "unreadable_headers")) }
        guard record.byteCount <= MessagingLimits.recordBytesMax else { return .failure(Refused(label: "too_large")) }
        return .success(record)
    }
}
