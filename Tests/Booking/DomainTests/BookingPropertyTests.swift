import BookingDomain
import Identifiers
import Testing

/// Random lives of bookings: whatever is asked of them in whatever order, what must hold does.
@Suite("Random lives of bookings")
struct BookingPropertyTests {
    @Test(
        "they never leave the tables, count every event, chain their history and change nothing on a refusal",
        arguments: 1...40)
    func lives(seed: Int) throws {
        var random = SmallRandom(seed: UInt64(seed))
        for _ in 0..<20 {
            var now = Sample.now
            let made = try Booking.create(
                id: BookingID(UUID128(high: 1, low: random.next())), organizationID: Sample.organization,
                details: Sample.details(), randomBits: random.next(), holds: .standard, by: Sample.author(), at: now)
            var booking = made.booking
            var last = try #require(made.change.history)
            for _ in 0..<40 {
                now = now.advanced(by: pause(&random))
                let before = booking
                do {
                    let change = try step(&booking, at: now, &random)
                    try check(change, before, booking, &last)
                } catch is BookingError {
                    #expect(booking == before, "seed \(seed)")
                }
            }
        }
    }

    private func check(
        _ change: BookingChange, _ before: Booking, _ after: Booking, _ last: inout BookingHistoryEntry
    ) throws {
        #expect(after.version == before.version + change.events.count)
        #expect(change.events.map(\.version) == Array(before.version + 1..<after.version + 1))
        #expect(BookingLifecycle.stages(of: after.status).contains(after.stage))
        #expect(after.updatedAt >= before.updatedAt)
        #expect(after.window.start == after.details.start && after.window.end == after.details.end)
        #expect(change.isEmpty == (after == before))
        if before.status != after.status {
            #expect(BookingLifecycle.statuses.fact(from: before.status, to: after.status) != nil)
        }
        let isRework = change.events.contains { told in
            if case .stageAdvanced(let step) = told.event { step.isRework } else { false }
        }
        let order = BookingStage.allCases
        let (from, to) = (
            try #require(order.firstIndex(of: before.stage)), try #require(order.firstIndex(of: after.stage))
        )
        #expect(isRework ? to < from : to >= from)
        let moved = before.status != after.status || before.stage != after.stage
        #expect(moved == (change.history != nil))
        guard let entry = change.history else { return }
        #expect(entry.fromStatus == last.toStatus && entry.fromStage == last.toStage)
        #expect(entry.toStatus == after.status && entry.toStage == after.stage)
        #expect(entry.version == after.version && entry.version > last.version)
        last = entry
    }

    private func step(
        _ booking: inout Booking, at now: Timestamp, _ random: inout SmallRandom
    ) throws -> BookingChange {
        let author = try Sample.author("someone", .guest)
        let facts = random.below(4) == 0 ? ReadinessFacts() : Sample.goodFacts
        let reason = random.below(5) == 0 ? nil : "because"
        switch random.below(12) {
        case 0:
            return try booking.advance(to: pick(BookingStage.allCases, &random), by: author, at: now)
        case 1:
            return try booking.rework(
                to: pick(BookingStage.allCases, &random), reason: reason ?? "", by: author, at: now)
        case 2:
            return try booking.record(staff: random.below(2) == 0 ? [] : [Sample.staff], by: author, at: now)
        case 3:
            return try booking.record(kits: random.below(2) == 0 ? [] : [Sample.kit], by: author, at: now)
        case 4:
            return booking.record(check: Readiness(of: booking, given: facts), by: author, at: now)
        case 5, 6:
            return try booking.update(to: changed(booking.details, at: now, &random), by: author, at: now)
        default:
            // Mostly where it may go, and seldom to the end, so that lives get old.
            let isMild = random.below(8) > 0
            let next = booking.allowedNext.filter { !isMild || $0 != .cancelled && $0 != .rejected }
            let isWild = next.isEmpty || random.below(4) == 0
            return try booking.changeStatus(
                to: try pick(isWild ? BookingStatus.allCases : next, &random),
                stage: random.below(4) == 0 ? try pick(BookingStage.allCases, &random) : nil,
                isRework: random.below(3) == 0, reason: reason, allowResubmission: random.below(2) == 0,
                on: Sample.grounds(booking, facts), by: author, at: now)
        }
    }

    /// Mostly hours, at times days: deadlines and starts have to be met as well.
    private func pause(_ random: inout SmallRandom) -> Duration {
        .seconds(Int64(random.below(random.below(6) == 0 ? 5 * 86_400 : 6 * 3600)))
    }

    private func changed(
        _ details: BookingDetails, at now: Timestamp, _ random: inout SmallRandom
    ) -> BookingDetails {
        var details = details
        switch random.below(7) {
        case 0: details.title = random.below(3) == 0 ? "" : "Title \(random.below(5))"
        case 1: details.end = details.end.advanced(by: .seconds(Int64(random.below(7200)) - 3600))
        case 2:
            let shift = Duration.seconds(Int64(random.below(20 * 86_400)) - 5 * 86_400)
            details.start = details.start.advanced(by: shift)
            details.end = details.end.advanced(by: shift)
        case 3: details.state = random.below(2) == 0 ? .texas : .colorado
        case 4: details.budget = random.below(3) == 0 ? nil : Sample.usd(Int64(random.below(300_000)))
        case 5: details.actualCost = Sample.usd(Int64(random.below(9)) - 1)
        default: break
        }
        return details
    }

    private func pick<Element>(_ elements: [Element], _ random: inout SmallRandom) throws -> Element {
        try #require(elements.isEmpty ? nil : elements[Int(random.below(UInt64(elements.count)))])
    }

    @Test("random lives reach every status, so that the properties are about all of them")
    func reach() throws {
        var seen: Set<BookingStatus> = []
        var random = SmallRandom(seed: 99)
        for _ in 0..<400 {
            var booking = try Sample.draft()
            var now = Sample.now
            for _ in 0..<40 {
                now = now.advanced(by: pause(&random))
                // A refusal is what the other test is about.
                _ = try? step(&booking, at: now, &random)
                seen.insert(booking.status)
            }
        }
        #expect(seen == Set(BookingStatus.allCases))
    }
}
