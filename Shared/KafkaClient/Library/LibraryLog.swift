import CRDKafka
import Observability

/// What librdkafka logs, as lines of ours.
struct LibraryLog: Sendable {
    private let logger: Logger
    private let mask: SecretMask
    private let client: String

    init(_ logger: Logger, _ mask: SecretMask, client: String) {
        self.logger = logger
        self.mask = mask
        self.client = client
    }

    /// Writes one log event.
    func write(_ event: borrowing KafkaEvent) {
        var facility: UnsafePointer<CChar>?
        var text: UnsafePointer<CChar>?
        var severity: Int32 = 0
        guard rd_kafka_event_log(event.pointer, &facility, &text, &severity) == 0, let text else { return }
        logger.log(Self.level(ofSeverity: severity), "kafka library") { line in
            line.add(.component, client)
            if let facility { line.add(.reason, String(cString: facility)) }
            line.add(.errorDetail, mask.apply(String(cString: text)))
        }
    }

    /// Syslog's severities. A broker that cannot be reached is severity 3 there and no more than a warning here: the
    /// library goes on trying, and health tells whoever must know.
    private static func level(ofSeverity severity: Int32) -> LogLevel {
        switch severity {
        case ...2: .error
        case 3, 4: .warning
        case 5, 6: .debug
        default: .trace
        }
    }
}
