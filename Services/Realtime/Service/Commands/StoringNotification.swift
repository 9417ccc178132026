import Identifiers
import JSON
import PlatformProtocol
import Postgres
import RealtimeDomain
import ServiceHost

/// Keeps a notification about an event: one row for all who are to read it, since who they are is known by their roles.
struct StoringNotification: Sendable {
    let tools: ServiceTools

    func run(_ kind: NotificationType?, about envelope: Envelope, in transaction: Transaction) throws {
        guard let kind, let message = LiveMessage(envelope) else { return }
        let template = kind.template
        let notification = KeptNotification(
            id: tools.ids.next(), organizationID: envelope.organizationID, eventID: envelope.id, type: kind,
            severity: template.severity, title: template.title,
            body: template.filled(Self.words(of: envelope)).prefix(characters: NotificationLimits.bodyMax),
            roles: template.roles, readers: message.owners.filter { template.reaches($0) }.map(\.stored).sorted(),
            relatedType: message.aggregateType, relatedID: message.aggregateID, createdAt: tools.clock.now)
        try NotificationStore().insert(notification, in: transaction)
    }

    /// What an event says in words: its own members, then those of the things in it.
    private static func words(of envelope: Envelope) -> [String: String] {
        // What is no JSON has no words; its payload was read before, so this does not come.
        guard case .object(let payload)? = try? JSONValue(parsing: envelope.payload) else { return [:] }
        var words: [String: String] = [:]
        for member in payload.members {
            if let text = member.value.words { words[member.name] = text }
        }
        for member in payload.members {
            guard case .object(let part) = member.value else { continue }
            for inner in part.members where words[inner.name] == nil {
                if let text = inner.value.words { words[inner.name] = text }
            }
        }
        return words
    }
}

/// A notification as it is kept.
struct KeptNotification: Sendable {
    let id: UUID128
    let organizationID: OrganizationID
    let eventID: EventID
    let type: NotificationType
    let severity: NotificationSeverity
    let title: String
    let body: String
    let roles: Viewers
    /// Who reads it beside the roles, as `Owner.stored`.
    let readers: [String]
    let relatedType: String
    let relatedID: UUID128
    let createdAt: Timestamp
}

/// The bounds of notifications.
enum NotificationLimits {
    /// Characters of a body.
    static let bodyMax = 2_000
}

extension NotificationTemplate {
    /// Whether somebody whose the event is gets it.
    fileprivate func reaches(_ owner: Owner) -> Bool {
        switch owner {
        case .user: !involved.isDisjoint(with: [.creator, .assignee])
        case .client: involved.contains(.client)
        case .staff: involved.contains(.crew)
        case .location: false
        }
    }
}

extension Owner {
    /// As a row has it.
    var stored: String {
        switch self {
        case .user(let id): "user:\(id)"
        case .client(let id): "client:\(id)"
        case .staff(let id): "staff:\(id)"
        case .location(let id): "location:\(id)"
        }
    }
}

extension JSONValue {
    fileprivate var words: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.integer.map(String.init)
        case .null, .bool, .array, .object: nil
        }
    }
}

extension String {
    fileprivate func prefix(characters count: Int) -> String { String(prefix(count)) }
}
