/// How long a service's event store keeps events. Topics keep all of them 90 days.
public enum RetentionClass: String, CaseIterable, Sendable {
    case bookings
    case eventInstances = "event_instances"
    case activities
    case staffAssignments = "staff_assignments"
    case kits
    case compliance
    case locations
    case organizations
    case notifications
    /// Kept on the topic alone: its publisher has no event store.
    case topicOnly = "topic_only"

    /// Whole years in the event store, legal hold aside; nil for what is in none.
    public var years: Int? {
        switch self {
        case .bookings, .compliance, .organizations: 7
        case .eventInstances, .staffAssignments, .locations: 3
        case .activities, .kits, .notifications: 1
        case .topicOnly: nil
        }
    }
}
