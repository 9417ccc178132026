import Identifiers
import Messaging
import Migrations

/// What consumers gave up: looking through it, and deciding about it.
struct LettersCommand: OperatorCommand, Equatable {
    static let name = "letters"
    static let usage = """
        rishi letters COMMAND [SERVICE...] [options]  dead letters: events that consumers gave up
          list              those that died last first; exit status 3 if any is open
          show              one letter of one service, whole: --id
          send-back         have the consumer try again, with --by and --because
          discard           give up for good, with --by and --because

          --id ID           the event's id; may be repeated for send-back and discard
          --all             send-back and discard: every open letter that the options below choose
          --state STATE     list: open (the default), sent_back, discarded or all
          --consumer NAME   of one consumer
          --topic TOPIC     that came from one topic
          --reason REASON   that died of one reason
          --org ID          of one organisation
          --limit N         list: how many of each service (50)
          --by NAME         who decides
          --because TEXT    why
        \(ServiceAccess.usage)
        """

    enum Decision: String, Sendable {
        case sendBack = "send-back"
        case discard
    }

    enum Action: Sendable, Equatable {
        case list(limit: Int)
        case show(UUID128)
        /// No ids: every letter that is chosen.
        case decide(Decision, [UUID128], by: String, because: String)
    }

    let action: Action
    let access: ServiceAccess
    let choice: Choice
    let asJSON: Bool

    /// Which letters are meant.
    struct Choice: Sendable, Equatable {
        /// nil is any.
        var state: FiledLetter.State? = .open
        var consumer: String?
        var topic: String?
        var reason: String?
        var organizationID: OrganizationID?

        func filter(_ id: UUID128? = nil, state: FiledLetter.State?) -> DeadLetterDesk.Filter {
            DeadLetterDesk.Filter(
                state: state, consumer: consumer, eventID: id, topic: topic, reason: reason,
                organizationID: organizationID)
        }
    }

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        guard arguments.count > 1 else { throw UsageError("letters needs a command") }
        var words = Words(environment)
        try words.read(arguments.dropFirst(2))
        (access, choice, asJSON) = (words.access, words.choice, words.asJSON)
        action = try words.action(named: arguments[1])
    }

    private struct Words {
        var access: ServiceAccess
        var choice = Choice()
        var asJSON = false
        var ids: [UUID128] = []
        var meansAll = false
        var limit = 50
        var (by, because): (String?, String?)

        init(_ environment: OperatorEnvironment) {
            access = ServiceAccess(environment)
        }

        mutating func read(_ arguments: ArraySlice<String>) throws(UsageError) {
            var options = OptionReader(arguments)
            while let option = options.next() {
                switch option {
                case "--id": ids.append(try options.uuid(of: option))
                case "--all": meansAll = true
                case "--state": choice.state = try Self.state(named: try options.value(of: option))
                case "--consumer": choice.consumer = try options.value(of: option)
                case "--topic": choice.topic = try options.value(of: option)
                case "--reason": choice.reason = try options.value(of: option)
                case "--org": choice.organizationID = OrganizationID(try options.uuid(of: option))
                case "--limit":
                    limit = try options.number(of: option, in: 1...MessagingLimits.deadLetterPage.upperBound)
                case "--by": by = try options.value(of: option)
                case "--because": because = try options.value(of: option)
                case "--server": access.server = try options.value(of: option)
                case "--json": asJSON = true
                case let word where access.take(word): break
                default: throw UsageError("unknown: \(option)")
                }
            }
        }

        func action(named name: String) throws(UsageError) -> Action {
            switch name {
            case "list": return .list(limit: limit)
            case "show":
                guard access.services.count == 1, ids.count == 1 else {
                    throw UsageError("show needs one service and --id")
                }
                return .show(ids[0])
            default:
                guard let decision = Decision(rawValue: name) else { throw UsageError("unknown: letters \(name)") }
                guard let by, let because else { throw UsageError("\(name) needs --by and --because") }
                guard ids.isEmpty == meansAll else { throw UsageError("\(name) needs either --id or --all") }
                guard meansAll || access.services.count == 1 else { throw UsageError("\(name) --id needs one service") }
                return .decide(decision, ids, by: by, because: because)
            }
        }

        private static func state(named name: String) throws(UsageError) -> FiledLetter.State? {
            if name == "all" { return nil }
            guard let state = FiledLetter.State(rawValue: name) else { throw UsageError("no state: \(name)") }
            return state
        }
    }
}
