import Identifiers
import PlatformProtocol
import Postgres
import RealtimeDomain
import ResourceAPI

extension NotificationType: PostgresEncodable, PostgresDecodable {}
extension NotificationSeverity: PostgresEncodable, PostgresDecodable {}
extension NotificationState: PostgresEncodable, PostgresDecodable {}

/// The rows of notifications, and where each stands with each of its readers.
struct NotificationStore: Sendable {
    func insert(_ notification: KeptNotification, in transaction: Transaction) throws {
        try transaction.enqueue(
            """
            INSERT INTO notifications (
                id, organization_id, event_id, type, severity, title, body, roles, readers, related_type, related_id,
                created_at)
            VALUES (
                \(notification.id), \(notification.organizationID), \(notification.eventID), \(notification.type),
                \(notification.severity), \(notification.title), \(notification.body),
                \(Int32(notification.roles.rawValue)), \(notification.readers), \(notification.relatedType),
                \(notification.relatedID), \(notification.createdAt))
            """)
    }

    /// Notes where a notification stands with a reader.
    func save(
        _ state: NotificationState, of notification: UUID128, with caller: Caller, at now: Timestamp,
        in transaction: Transaction
    ) throws {
        try transaction.enqueue(
            """
            INSERT INTO notification_states (notification_id, organization_id, reader, state, changed_at)
            VALUES (\(notification), \(caller.organizationID), \(caller.actor.text), \(state), \(now))
            ON CONFLICT (notification_id, reader) DO UPDATE SET
                state = excluded.state, changed_at = excluded.changed_at
            """)
    }
}
