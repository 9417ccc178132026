import Foundation
public import Identifiers

/// As much of a booking as assigning people needs, as its own service told it.
public struct KnownBooking: Sendable, Equatable {
    public let id: BookingID
    public let organizationID: OrganizationID
    /// The version of the booking that this is the state of.
    public let version: Int
    public let title: String
    public let status: BookingStatus
    public let locationID: LocationID?
    public let state: USState
    public let window: TimeWindow
    /// IANA.
    public let timeZone: String
    public let currency: Currency

    public init(
        id: BookingID, organizationID: OrganizationID, version: Int, title: String, status: BookingStatus,
        locationID: LocationID?, state: USState, window: TimeWindow, timeZone: String, currency: Currency
    ) {
        (self.id, self.organizationID, self.version) = (id, organizationID, version)
        (self.title, self.status, self.locationID, self.state) = (title, status, locationID, state)
        (self.window, self.timeZone, self.currency) = (window, timeZone, currency)
    }

    /// The last day of the event, where it is. A zone that nobody knows counts as the easternmost there is, so that a
    /// certificate is never taken to last longer than it does.
    public var lastDay: CalendarDay {
        let last = window.end.advanced(by: .microseconds(-1)).secondsSinceEpoch
        let zone = TimeZone(identifier: timeZone)
        let offset = zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(last))) ?? 14 * 3_600
        let days = Double(last + Int64(offset)) / 86_400
        return CalendarDay(clampingDaysSinceEpoch: Int(days.rounded(.down)))
    }
}

/// What the status of a booking means for its people: the whole of it.
///
/// | status | people |
/// |---|---|
/// | approved, confirmed, in_progress | are taken |
/// | draft, pending_approval, changes_requested, on_hold | stay, and nobody is added |
/// | completed, no_show | stay: they were there |
/// | rejected, cancelled, expired | are released |
public enum CrewPolicy: Sendable, Equatable, CaseIterable {
    case takes
    case keeps
    case releases

    public init(_ status: BookingStatus) {
        self =
            switch status {
            case .approved, .confirmed, .inProgress: .takes
            case .draft, .pendingApproval, .changesRequested, .onHold, .completed, .noShow: .keeps
            case .rejected, .cancelled, .expired: .releases
            }
    }

    /// The statuses in which it is so.
    public var statuses: [BookingStatus] {
        BookingStatus.allCases.filter { CrewPolicy($0) == self }
    }
}
