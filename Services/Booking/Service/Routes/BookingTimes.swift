import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

/// When a booking is, in any of the three ways in which it may be said: by moments (`startDateTime`, or `scheduledStart`
/// which says the same), or by a day and a time on the clocks of the venue (`booking_date`, `booking_time`), with an end
/// or a duration.
struct BookingTimes: Sendable, Equatable {
    var startDateTime: Timestamp?
    var scheduledStart: Timestamp?
    var endDateTime: Timestamp?
    var scheduledEnd: Timestamp?
    var bookingDate: CalendarDay?
    var bookingTime: ClockTime?
    var endTime: ClockTime?
    var durationMinutes: Int?

    /// Says it twice, or not at all.
    func check(_ faults: inout JSONRuleFaults) {
        func ambiguous(_ name: String, _ other: String) {
            faults.add("/\(name)", .ambiguous, "says the same as \(other): give one of them")
        }
        let moment = startDateTime != nil ? "startDateTime" : scheduledStart != nil ? "scheduledStart" : nil
        if startDateTime != nil, scheduledStart != nil { ambiguous("scheduledStart", "startDateTime") }
        if let moment, bookingDate != nil { ambiguous("booking_date", moment) }
        if let moment, bookingTime != nil { ambiguous("booking_time", moment) }
        if moment == nil, bookingDate == nil { faults.add("/startDateTime", .missingMember, "is required") }
        if moment == nil, bookingDate != nil, bookingTime == nil {
            faults.add("/booking_time", .missingMember, "is required with booking_date")
        }
        let ends = [
            ("endDateTime", endDateTime != nil), ("scheduledEnd", scheduledEnd != nil), ("end_time", endTime != nil),
            ("duration_minutes", durationMinutes != nil),
        ].filter(\.1).map(\.0)
        guard let end = ends.first else { return faults.add("/endDateTime", .missingMember, "is required") }
        for other in ends.dropFirst() { ambiguous(other, end) }
        if endTime != nil, bookingDate == nil {
            faults.add("/end_time", .notAllowed, "is a time on the day of booking_date")
        }
    }

    /// Start and end where they are moments, which needs no zone.
    var moments: (start: Timestamp, end: Timestamp)? {
        guard let start = startDateTime ?? scheduledStart, let end = end(from: start) else { return nil }
        return (start, end)
    }

    /// Start and end in a zone.
    func moments(in zone: String) throws(BookingError) -> (start: Timestamp, end: Timestamp) {
        if let moments { return moments }
        guard VenueZone(zone) != nil else { throw .invalid([BookingFault(.timeZone, .unknownZone)]) }
        guard let day = bookingDate, let time = bookingTime,
            let start = Timestamp(day, secondsOfDay: time.seconds, in: zone)
        else { throw .invalid([BookingFault(.start, .outOfRange)]) }
        if let end = end(from: start) { return (start, end) }
        guard let endTime else { throw .invalid([BookingFault(.end, .required)]) }
        // Who ends before they begin by the clock ends on the next day.
        let next = endTime.seconds <= time.seconds ? 86_400 : 0
        guard let end = Timestamp(day, secondsOfDay: endTime.seconds + next, in: zone) else {
            throw .invalid([BookingFault(.end, .outOfRange)])
        }
        return (start, end)
    }

    private func end(from start: Timestamp) -> Timestamp? {
        endDateTime ?? scheduledEnd ?? durationMinutes.map { start.advanced(by: .seconds($0 * 60)) }
    }
}

extension JSONFault.Code {
    /// One thing is said twice, and no rule says which one is meant.
    static let ambiguous: Self = "ambiguous"
}
