import BookingDomain
import Identifiers
import Testing

@Suite("Making a booking")
struct CreateTests {
    private func create(_ details: BookingDetails, estimate: CostEstimate? = nil) throws -> (Booking, BookingChange) {
        let made = try Booking.create(
            id: BookingID(UUID128(high: 1, low: 1)), organizationID: Sample.organization, details: details,
            source: "api", randomBits: 0, estimate: estimate, holds: .standard, by: Sample.author(), at: Sample.now)
        return (made.booking, made.change)
    }

    @Test("it is a draft at intake, told by one event and one row of history")
    func made() throws {
        let (booking, change) = try create(Sample.details())
        #expect(booking.status == .draft && booking.stage == .intake && booking.operationalStatus == .notChecked)
        #expect(booking.version == 1 && change.events.map(\.version) == [1] && change.events.map(\.event) == [.created])
        let entry = try #require(change.history)
        #expect(entry.fromStatus == nil && entry.fromStage == nil && entry.toStatus == .draft && entry.version == 1)
        #expect(booking.window.start == Sample.start && booking.window.end == Sample.end)
        #expect(booking.slotHold(at: Sample.now) == .until(Sample.now.advanced(by: HoldPolicy.standard.draft)))
        #expect(booking.createdBy == booking.updatedBy && booking.createdAt == Sample.now)
    }

    @Test("everything that is wrong is told at once, each with its field")
    func allFaults() throws {
        var details = Sample.details()
        details.title = " \n"
        details.start = Sample.now.advanced(by: .microseconds(-1))
        details.end = details.start
        details.timeZone = "Denver"
        details.conditions.expectedAttendance = -1
        details.budget = Money(minorUnits: -1, currency: try #require(Currency("EUR")))
        details.staffRequirements?.needs[0].count = 0
        details.products = [try product(name: ""), try product(name: "b")]
        let error = try #require(throws: BookingError.self) { _ = try create(details) }
        guard case .invalid(let faults) = error else {
            Issue.record("another error: \(error)")
            return
        }
        #expect(
            Set(faults.map { "\($0.pointer) \($0.label)" }) == [
                "/title required", "/endDateTime end_not_after_start", "/startDateTime in_the_past",
                "/timezone unknown_zone", "/operationalRequirements/expectedAttendance out_of_range",
                "/budget out_of_range", "/budget other_currency", "/staffRequirements/0/count out_of_range",
                "/cannabisProducts/0/name required", "/cannabisProducts/1/id repeated",
            ])
        #expect(faults.count == 10)
        #expect(faults.first?.message == "Booking title is required")
    }

    private func product(name: String) throws -> BookedProduct {
        let percent = try #require(Percent(tenThousandths: 1_000_000))
        #expect(Percent(tenThousandths: 1_000_001) == nil && Percent(tenThousandths: -1) == nil)
        return BookedProduct(
            id: UUID128(high: 1, low: 2), name: name, category: .flower, thc: percent, cbd: percent, brand: "brand",
            isTested: true, batchNumber: "", labResults: [], description: "")
    }

    typealias Edit = @Sendable (inout BookingDetails) -> Void
    static let limits: [(String, BookingFault?, Edit)] = [
        ("longest title", nil, { $0.title = String(repeating: "é", count: 200) }),
        ("longer title", BookingFault(.title, .tooLong(max: 200)), { $0.title = String(repeating: "é", count: 201) }),
        ("longest description", nil, { $0.description = String(repeating: "d", count: 10_000) }),
        (
            "longer description", BookingFault(.description, .tooLong(max: 10_000)),
            { $0.description = String(repeating: "d", count: 10_001) }
        ),
        (
            "starts now", nil,
            {
                $0.start = Sample.now
                $0.end = Sample.end
            }
        ),
        ("shortest", nil, { $0.end = Timestamp(microsecondsSinceEpoch: $0.start.microsecondsSinceEpoch + 1) }),
        ("longest", nil, { $0.end = $0.start.advanced(by: BookingLimits.durationMax) }),
        (
            "longer", BookingFault(.end, .lastsTooLong),
            { $0.end = $0.start.advanced(by: BookingLimits.durationMax + .microseconds(1)) }
        ),
        (
            "as far ahead as may be", nil,
            {
                $0.start = Sample.now.advanced(by: BookingLimits.aheadMax)
                $0.end = $0.start.advanced(by: .seconds(1))
            }
        ),
        (
            "further ahead", BookingFault(.start, .tooFarAhead),
            {
                $0.start = Sample.now.advanced(by: BookingLimits.aheadMax + .microseconds(1))
                $0.end = $0.start.advanced(by: .seconds(1))
            }
        ),
        ("abbreviated zone", BookingFault(.timeZone, .unknownZone), { $0.timeZone = "EST" }),
        ("fixed offset", BookingFault(.timeZone, .unknownZone), { $0.timeZone = "GMT+0100" }),
        ("UTC", nil, { $0.timeZone = "UTC" }),
        ("oldest minimum age", nil, { $0.conditions.minimumAge = 120 }),
        (
            "older minimum age", BookingFault(.conditions, .outOfRange, part: "minimumAge"),
            { $0.conditions.minimumAge = 121 }
        ),
        ("no requirements", nil, { $0.staffRequirements = nil }),
        (
            "largest document", nil,
            { $0.metadata = Document(canonicalBytes: Array(repeating: 32, count: BookingLimits.documentBytesMax)) }
        ),
        (
            "larger document", BookingFault(.metadata, .tooLong(max: BookingLimits.documentBytesMax)),
            { $0.metadata = Document(canonicalBytes: Array(repeating: 32, count: BookingLimits.documentBytesMax + 1)) }
        ),
        (
            "366 dates", nil,
            { details in
                details.eventDates = (0..<366).map { details.start.advanced(by: .seconds($0 * 86_400)) }
            }
        ),
        (
            "367 dates", BookingFault(.eventDates, .tooMany(max: 366)),
            { details in
                details.eventDates = (0..<367).map { details.start.advanced(by: .seconds($0 * 86_400)) }
            }
        ),
        (
            "dates that begin later", BookingFault(.eventDates, .notTheStart, at: 0),
            { $0.eventDates = [$0.start.advanced(by: .seconds(1))] }
        ),
        ("a date twice", BookingFault(.eventDates, .repeated, at: 1), { $0.eventDates = [$0.start, $0.start] }),
        (
            "dates backwards", BookingFault(.eventDates, .unordered, at: 1),
            { $0.eventDates = [$0.start, $0.start.advanced(by: .seconds(-1))] }
        ),
        ("dates that touch", nil, { $0.eventDates = [$0.start, $0.end] }),
        (
            "dates that overlap", BookingFault(.eventDates, .overlapsAnother, at: 1),
            { $0.eventDates = [$0.start, $0.end.advanced(by: .microseconds(-1))] }
        ),
        (
            "a date too far ahead", BookingFault(.eventDates, .tooFarAhead, at: 1),
            { $0.eventDates = [$0.start, $0.start.advanced(by: BookingLimits.aheadMax + .microseconds(1))] }
        ),
        (
            "a recurrence as long as its shortest day", nil,
            {
                $0.end = $0.start.advanced(by: .seconds(23 * 3600))
                $0.recurrence = CalendarDay(year: 2027, month: 1, day: 1).map {
                    Recurrence(frequency: .daily, interval: 1, endDate: $0)
                }
            }
        ),
        (
            "a recurrence longer than its shortest day", BookingFault(.recurrence, .overlapsAnother, part: "interval"),
            {
                $0.end = $0.start.advanced(by: .seconds(23 * 3600 + 1))
                $0.recurrence = CalendarDay(year: 2027, month: 1, day: 1).map {
                    Recurrence(frequency: .daily, interval: 1, endDate: $0)
                }
            }
        ),
        (
            "a recurrence without end", BookingFault(.recurrence, .tooFarAhead, part: "endDate"),
            {
                $0.recurrence = CalendarDay(year: 9999, month: 1, day: 1).map {
                    Recurrence(frequency: .monthly, interval: 1, endDate: $0)
                }
            }
        ),
        (
            "dates and a recurrence", BookingFault(.eventDates, .exclusive(with: .recurrence)),
            {
                $0.eventDates = [$0.start]
                $0.recurrence = CalendarDay(year: 2027, month: 1, day: 1).map {
                    Recurrence(frequency: .weekly, interval: 1, endDate: $0)
                }
            }
        ),
        (
            "a recurrence that ends on the first day", nil,
            {
                $0.recurrence = CalendarDay(year: 2026, month: 6, day: 11).map {
                    Recurrence(frequency: .daily, interval: 366, endDate: $0)
                }
            }
        ),
        (
            "a recurrence that ends before", BookingFault(.recurrence, .beforeStart, part: "endDate"),
            {
                $0.recurrence = CalendarDay(year: 2026, month: 6, day: 10).map {
                    Recurrence(frequency: .daily, interval: 1, endDate: $0)
                }
            }
        ),
        (
            "a recurrence of no interval", BookingFault(.recurrence, .outOfRange, part: "interval"),
            {
                $0.recurrence = CalendarDay(year: 2027, month: 1, day: 1).map {
                    Recurrence(frequency: .monthly, interval: 0, endDate: $0)
                }
            }
        ),
    ]

    @Test("each limit is met by what is at it and by what is one past it", arguments: limits)
    func limit(name: String, fault: BookingFault?, edit: Edit) throws {
        var details = Sample.details()
        edit(&details)
        #expect(details.faults(startingAfter: Sample.now) == (fault.map { [$0] } ?? []))
    }

    @Test("an estimate in another currency is refused")
    func estimate() throws {
        let euro = Money(minorUnits: 1, currency: try #require(Currency("EUR")))
        #expect(throws: BookingError.invalid([BookingFault(.estimatedCost, .otherCurrency)])) {
            try create(Sample.details(), estimate: CostEstimate(euro, .rateCard))
        }
    }

    @Test("a draft may be made for a state where the platform does not operate; it cannot be submitted")
    func planned() throws {
        var details = Sample.details()
        details.state = .texas
        var (booking, _) = try create(details)
        #expect(throws: BookingError.stateNotOperable(.texas)) {
            try booking.submit(compliance: nil, holds: .standard, by: Sample.author(), at: Sample.now)
        }
    }
}
