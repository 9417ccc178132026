import EventLoop
import Identifiers
import Messaging
import Migrations
import ServiceRuntime

/// What waits to be published, and what is parked: where a platform's events stand that have not taken effect.
struct OutboxCommand: OperatorCommand, Equatable {
    static let name = "outbox"
    static let usage = """
        rishi outbox [SERVICE...] [options]         what services have told that no topic has yet, by topic; exit status
                                                    3 while the broker refuses something
        \(ServiceAccess.usage)
        """

    private(set) var access: ServiceAccess
    private(set) var asJSON = false

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        access = ServiceAccess(environment)
        var options = OptionReader(arguments.dropFirst())
        while let option = options.next() {
            switch option {
            case "--server": access.server = try options.value(of: option)
            case "--json": asJSON = true
            case let word where access.take(word): break
            default: throw UsageError("unknown: \(option)")
            }
        }
    }

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        var report = Report("service", "topic", "rows", "oldest", "refusedKeys", "lastError")
        var refused = 0
        for service in access.meant {
            let standing = try await access.withDatabase(of: service, on: loop, environment) { database in
                try await OutboxDesk(database).standing(by: .now + ServiceAccess.answerMax)
            }
            refused += standing.refusedKeys
            for line in standing.lines {
                report.add(
                    .text(service.rawValue), .text(line.topic), .number(line.rows), .text(line.oldest.description),
                    .number(line.refusedKeys), .text(line.lastError))
            }
        }
        say(report.text(asJSON: asJSON, ifEmpty: "every outbox is empty"))
        return refused > 0 ? .pending : .done
    }
}
