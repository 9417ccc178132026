/// What an issue with an event is about.
public enum EventIssueType: String, CaseIterable, Sendable {
    case venue, staff, kit, logistics, client, other
}

/// How bad an issue with an event is.
public enum IssueSeverity: String, CaseIterable, Sendable {
    case low, medium, high, critical
}

/// How much an issue with an activity, a kit or a location disturbs.
public enum IssueImpact: String, CaseIterable, Sendable {
    case minor, moderate, major
}

/// What an issue with a kit is about.
public enum KitIssueType: String, CaseIterable, Sendable {
    case missing, damaged, insufficient, quality, other
}

/// What an issue with a location is about.
public enum LocationIssueType: String, CaseIterable, Sendable {
    case access, facilities, space, safety, other
}
