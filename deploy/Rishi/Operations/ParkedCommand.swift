import EventLoop
import Identifiers
import Messaging
import Migrations
import ServiceRuntime

/// The keys that consumers have parked, and trying one of them at once.
struct ParkedCommand: OperatorCommand, Equatable {
    static let name = "parked"
    static let usage = """
        rishi parked [SERVICE...] [options]         keys whose events wait because one of them failed; exit status 3 if any
        rishi parked try SERVICE --consumer NAME --org ID --key KEY
                                                    have one of them tried at once
          --limit N         how many of each service (50)
        \(ServiceAccess.usage)
        """

    enum Action: Sendable, Equatable {
        case list(limit: Int)
        case tryNow(ServiceDatabase, consumer: String, OrganizationID, key: String)
    }

    let action: Action
    let access: ServiceAccess
    let asJSON: Bool

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        var access = ServiceAccess(environment)
        let tries = arguments.dropFirst().first == "try"
        var (limit, asJSON) = (50, false)
        var (consumer, organization, key): (String?, OrganizationID?, String?)
        var options = OptionReader(arguments.dropFirst(tries ? 2 : 1))
        while let option = options.next() {
            switch option {
            case "--server": access.server = try options.value(of: option)
            case "--json": asJSON = true
            case "--limit" where !tries: limit = try options.number(of: option, in: 1...10_000)
            case "--consumer" where tries: consumer = try options.value(of: option)
            case "--org" where tries: organization = OrganizationID(try options.uuid(of: option))
            case "--key" where tries: key = try options.value(of: option)
            case let word where access.take(word): break
            default: throw UsageError("unknown: \(option)")
            }
        }
        (self.access, self.asJSON) = (access, asJSON)
        guard tries else {
            action = .list(limit: limit)
            return
        }
        guard access.services.count == 1, let consumer, let organization, let key else {
            throw UsageError("try needs one service, --consumer, --org and --key, as the list has them")
        }
        action = .tryNow(access.services[0], consumer: consumer, organization, key: key)
    }

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        let clock = SystemWallClock()
        switch action {
        case .list(let limit):
            var report = Report(
                "service", "consumer", "org", "key", "events", "since", "next", "attempts", "topic", "reason")
            for service in access.meant {
                let lines = try await access.withDatabase(of: service, on: loop, environment) { database in
                    try await ParkingDesk(database, clock: clock).list(
                        atMost: limit, by: .now + ServiceAccess.answerMax)
                }
                for line in lines {
                    report.add(
                        .text(service.rawValue), .text(line.consumer), .text(line.organizationID.description),
                        .text(line.key), .number(line.events), .text(line.parkedAt.description),
                        .text(line.nextAt.description), .number(line.attempts), .text(line.headTopic),
                        .text(line.reason))
                }
            }
            say(report.text(asJSON: asJSON, ifEmpty: "nothing is parked"))
            return report.rows.isEmpty ? .done : .pending
        case .tryNow(let service, let consumer, let organization, let key):
            let isParked = try await access.withDatabase(of: service, on: loop, environment) { database in
                try await ParkingDesk(database, clock: clock).tryNow(
                    key, of: consumer, organization, by: .now + ServiceAccess.answerMax)
            }
            say(isParked ? "\(key) is tried at once" : "\(key) is not parked")
            return isParked ? .done : .failed
        }
    }
}
