public import Observability

/// Why events could not be read as asked.
public enum EventStoreFault: SafelyDescribed, Equatable {
    /// A partition was dropped while somebody read through it page by page: what comes next would be a gap. Begin again.
    case droppedWhileReading
    /// A row that cannot be made an envelope of: its columns are none that we write.
    case unreadableRow
    /// A story with more events than a tree is made of.
    case storyTooLong

    public var label: StaticString {
        switch self {
        case .droppedWhileReading: "events_dropped_while_reading"
        case .unreadableRow: "stored_event_unreadable"
        case .storyTooLong: "story_too_long"
        }
    }

    public var description: String { "\(label)" }
}
