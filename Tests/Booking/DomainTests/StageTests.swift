import BookingDomain
import Identifiers
import Testing

@Suite("The stages of a booking")
struct StageTests {
    /// Written down a second time.
    static let expected: [BookingStatus: [BookingStage]] = [
        .draft: [.intake, .compliance, .approval], .changesRequested: [.intake, .compliance, .approval],
        .pendingApproval: [.compliance, .approval], .rejected: [.compliance, .approval],
        .approved: [.staffing, .logistics, .ready], .onHold: [.staffing, .logistics, .ready],
        .confirmed: [.logistics, .ready], .inProgress: [.execution], .completed: [.wrapUp, .closed],
        .cancelled: [.closed], .expired: [.closed], .noShow: [.closed],
    ]

    @Test("each status allows its stages and no other", arguments: BookingStatus.allCases)
    func allowed(status: BookingStatus) throws {
        #expect(BookingLifecycle.stages(of: status) == Self.expected[status])
    }

    @Test("no move of the status lowers the stage, whatever the stage was")
    func neverLowered() throws {
        for move in BookingLifecycle.statuses.moves {
            for stage in try #require(Self.expected[move.from]) {
                let order = BookingStage.allCases
                let highest = try #require(Self.expected[move.to]?.last)
                let (present, top) = (
                    try #require(order.firstIndex(of: stage)), try #require(order.firstIndex(of: highest))
                )
                #expect(present <= top, "\(move.from) at \(stage) to \(move.to)")
            }
        }
    }

    @Test(
        "within a status the stage goes forward by advancing and back only by rework", arguments: BookingStatus.allCases
    )
    func everyPair(status: BookingStatus) throws {
        let stages = try #require(Self.expected[status])
        let booking = try Sample.booking(status)
        for from in stages {
            for to in BookingStage.allCases {
                let order = BookingStage.allCases
                let (present, wanted) = (
                    try #require(order.firstIndex(of: from)), try #require(order.firstIndex(of: to))
                )
                try check(booking.restored(stage: from), to, isAllowed: wanted > present && stages.contains(to)) {
                    try $0.advance(to: to, by: Sample.author(), at: Sample.now)
                }
                try check(booking.restored(stage: from), to, isAllowed: wanted < present && stages.contains(to)) {
                    try $0.rework(to: to, reason: "missed", by: Sample.author(), at: Sample.now)
                }
            }
        }
    }

    private func check(
        _ booking: Booking, _ to: BookingStage, isAllowed: Bool, _ step: (inout Booking) throws -> BookingChange
    ) throws {
        var moved = booking
        guard isAllowed else {
            let error = try #require(throws: BookingError.self) { _ = try step(&moved) }
            guard case .stageRefused(let from, let refused, let allowed) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(from == booking.stage && refused == to && !allowed.contains(to))
            #expect(moved == booking)
            return
        }
        let change = try step(&moved)
        #expect(moved.stage == to && moved.status == booking.status && moved.version == booking.version + 1)
        #expect(change.history?.fromStage == booking.stage && change.history?.toStage == to)
    }

    @Test("a move of the status takes the stage along, or to where it is asked to be")
    func withStatus() throws {
        var booking = try Sample.booking(.pendingApproval)
        let change = try booking.approve(compliance: nil, by: Sample.author(), at: Sample.now)
        #expect(booking.stage == .staffing)
        guard case .stageAdvanced(let step) = change.events.last?.event else {
            Issue.record("the stage is not told last")
            return
        }
        #expect(step.from == .compliance && step.to == .staffing && !step.isRework)
        var asked = try Sample.booking(.pendingApproval)
        _ = try asked.approve(compliance: nil, stage: .ready, by: Sample.author(), at: Sample.now)
        #expect(asked.stage == .ready)
        #expect(
            throws: BookingError.stageRefused(
                from: .compliance, to: .execution, allowed: [.staffing, .logistics, .ready])
        ) {
            var other = try Sample.booking(.pendingApproval)
            _ = try other.approve(compliance: nil, stage: .execution, by: Sample.author(), at: Sample.now)
        }
    }

    @Test("a stage further on is kept when the status changes")
    func kept() throws {
        var booking = try Sample.booking(.approved)
        _ = try booking.advance(to: .ready, by: Sample.author(), at: Sample.now)
        let change = try booking.hold(by: Sample.author(), at: Sample.now)
        #expect(booking.stage == .ready)
        #expect(change.events.count == 1)
    }

    @Test("rework without a reason is refused", arguments: ["", " \n"])
    func reason(_ reason: String) throws {
        var booking = try Sample.booking(.approved).restored(stage: .ready)
        #expect(throws: BookingError.invalid([BookingFault(.reason, .required)])) {
            try booking.rework(to: .staffing, reason: reason, by: Sample.author(), at: Sample.now)
        }
    }

    @Test("naming the present status moves the stage alone, and back only as rework")
    func throughStatus() throws {
        var booking = try Sample.booking(.approved)
        let grounds = Sample.grounds(booking)
        _ = try booking.changeStatus(to: .approved, stage: .ready, on: grounds, by: Sample.author(), at: Sample.now)
        #expect(booking.stage == .ready)
        #expect(throws: BookingError.stageRefused(from: .ready, to: .staffing, allowed: [])) {
            try booking.changeStatus(to: .approved, stage: .staffing, on: grounds, by: Sample.author(), at: Sample.now)
        }
        let change = try booking.changeStatus(
            to: .approved, stage: .staffing, isRework: true, reason: "two people left", on: grounds,
            by: Sample.author(), at: Sample.now)
        #expect(booking.stage == .staffing)
        #expect(change.history?.reason == "two people left")
    }
}
