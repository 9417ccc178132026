import ComplianceDomain
import Foundation
import Identifiers
import PlatformProtocol

extension EventFacts {
    /// What a booking tells by itself. Licences, security and amounts are told by nobody yet, so they are unknown.
    init(_ booking: BookingSnapshot) {
        self.init()
        let needs = booking.operationalRequirements
        bookingType = booking.cannabisBookingType
        isPublic = needs.isPublic
        // A booking that names no age holds its guests to none.
        minimumAge = needs.minimumAge ?? 0
        hasConsumption = needs.hasConsumption
        hasSampling = needs.hasSampling
        hasSales = needs.hasSales
        read(booking.cannabisProducts)
        read(start: booking.startDateTime, end: booking.endDateTime, made: booking.createdAt, in: booking.timezone)
    }

    mutating func read(_ products: [CannabisProduct]) {
        productCategories = Set(products.map(\.category))
        productsAreTested = products.isEmpty ? nil : products.allSatisfy { $0.productInfo.tested }
    }

    /// The days of an event where it takes place. An end at midnight belongs to the day before.
    mutating func read(start: Timestamp, end: Timestamp, made: Timestamp, in zone: String) {
        startsOn = CalendarDay(of: start, in: zone)
        endsOn = CalendarDay(of: end.advanced(by: .microseconds(-1)), in: zone)
        madeOn = CalendarDay(of: made, in: zone)
    }
}

extension CalendarDay {
    /// The day of a moment by the clocks of a zone; by UTC where nobody knows the zone.
    init(of moment: Timestamp, in zone: String) {
        let date = Date(timeIntervalSince1970: Double(moment.secondsSinceEpoch))
        let offset = TimeZone(identifier: zone)?.secondsFromGMT(for: date) ?? 0
        let (seconds, overflow) = moment.secondsSinceEpoch.addingReportingOverflow(Int64(offset))
        let local = overflow ? moment.secondsSinceEpoch : seconds
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400)
        self.init(clampingDaysSinceEpoch: Int(rest < 0 ? days - 1 : days))
    }
}
