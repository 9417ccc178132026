import BookingDomain
import Identifiers
import Testing

@Suite("Holds and windows")
struct HoldTests {
    static let policies: [(Int64, Int64, Bool)] = [
        (60, 60, true), (59, 60, false), (60, 59, false), (3600, 30 * 86_400, true), (3600, 30 * 86_400 + 1, false),
        (30 * 86_400, 30 * 86_400, true), (61, 60, false),
    ]

    @Test("a policy keeps to the limits, and submitting never shortens a hold", arguments: policies)
    func policy(draft: Int64, decision: Int64, isValid: Bool) {
        #expect((HoldPolicy(draft: .seconds(draft), decision: .seconds(decision)) != nil) == isValid)
        let standard = HoldPolicy.standard
        #expect(HoldPolicy(draft: standard.draft, decision: standard.decision) == standard)
    }

    @Test("a draft's hold ends at its moment, and its start ends every hold")
    func draft() throws {
        let booking = try Sample.draft()
        let expiry = try #require(booking.holdExpiresAt)
        #expect(booking.slotHold(at: expiry.advanced(by: .microseconds(-1))) == .until(expiry))
        #expect(booking.slotHold(at: expiry) == .none)
        var soon = Sample.details()
        soon.start = Sample.now.advanced(by: .seconds(60))
        #expect(try Sample.draft(soon).holdExpiresAt == soon.start)
    }

    static let holds: [(BookingStatus, String)] = [
        (.draft, "until"), (.pendingApproval, "until"), (.changesRequested, "until"), (.approved, "firm"),
        (.confirmed, "firm"), (.onHold, "firm"), (.inProgress, "firm"), (.rejected, "none"), (.completed, "none"),
        (.cancelled, "none"), (.expired, "none"), (.noShow, "none"),
    ]

    @Test("the status says how the slot is held", arguments: holds)
    func status(status: BookingStatus, expected: String) throws {
        let hold = try Sample.booking(status).slotHold(at: Sample.now)
        #expect(String(describing: hold).hasPrefix(expected))
    }

    @Test("set-up and tear-down are kept free, and what touches does not overlap")
    func occupied() throws {
        let buffers = try #require(VenueBuffers(setUpMinutes: 30, tearDownMinutes: 60))
        let window = try TimeWindow(start: Sample.start, end: Sample.end)
        let occupied = try buffers.occupied(by: window)
        #expect(occupied.start == Sample.start.advanced(by: .seconds(-1800)))
        #expect(occupied.end == Sample.end.advanced(by: .seconds(3600)))
        let next = try TimeWindow(
            start: Sample.end.advanced(by: .seconds(5400)), end: Sample.end.advanced(by: .seconds(9000)))
        #expect(try !buffers.occupied(by: next).overlaps(occupied))
        let tooSoon = try TimeWindow(start: Sample.end.advanced(by: .seconds(5399)), end: next.end)
        #expect(try buffers.occupied(by: tooSoon).overlaps(occupied))
        #expect(try VenueBuffers.none.occupied(by: window) == window)
    }

    static let buffers: [(Int, Int, Bool)] = [
        (0, 0, true), (10_080, 10_080, true), (10_081, 0, false), (0, 10_081, false), (-1, 0, false), (0, -1, false),
    ]

    @Test("buffers are those that the table of leases takes", arguments: buffers)
    func limits(setUp: Int, tearDown: Int, isValid: Bool) {
        #expect((VenueBuffers(setUpMinutes: setUp, tearDownMinutes: tearDown) != nil) == isValid)
    }
}
