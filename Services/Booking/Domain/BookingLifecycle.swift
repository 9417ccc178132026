public import Identifiers

/// Where a booking may go and how far its work may be there: the two tables every rule asks.
public enum BookingLifecycle {
    /// Whatever is not in this table is refused.
    public static let statuses = StateTable<BookingStatus, BookingMove>([
        row(.draft, .pendingApproval, .submit, .submission, "Booking submitted for approval"),
        row(.draft, .cancelled, .cancel, .cancellation, "Booking cancelled before submission"),
        row(.pendingApproval, .approved, .approve, .approval, "Booking approved by manager"),
        row(.pendingApproval, .changesRequested, .requestChanges),
        row(.pendingApproval, .rejected, .reject),
        row(.pendingApproval, .cancelled, .cancel, .cancellation, "Booking rejected during approval"),
        row(.pendingApproval, .expired, .expire),
        row(.changesRequested, .pendingApproval, .submit, .submission),
        row(.changesRequested, .cancelled, .cancel, .cancellation),
        row(.rejected, .draft, .resubmit, condition: .resubmissionAllowed),
        row(.approved, .confirmed, .confirm, "Booking confirmed with staff and location"),
        row(.approved, .onHold, .hold),
        row(.approved, .cancelled, .cancel, .cancellation, "Approved booking cancelled"),
        row(.confirmed, .inProgress, .start, "Booking started"),
        row(.confirmed, .onHold, .hold),
        row(.confirmed, .noShow, .noShow),
        row(.confirmed, .cancelled, .cancel, .cancellation, "Confirmed booking cancelled"),
        row(.inProgress, .completed, .complete, .completion, "Booking completed successfully"),
        row(.inProgress, .cancelled, .cancel, .cancellation, "Active booking cancelled"),
        row(.onHold, .approved, .resume),
        row(.onHold, .cancelled, .cancel, .cancellation),
    ])

    /// The first and the last stage that a status allows. The ranges are chosen so that no allowed move of the status
    /// ever has to lower the stage: back is only by rework. A rejected booking keeps the stage it was refused at, since
    /// it may return to draft, and a draft therefore may stand at approval.
    public static func stages(of status: BookingStatus) -> [BookingStage] {
        let (first, last): (BookingStage, BookingStage) =
            switch status {
            case .draft, .changesRequested: (.intake, .approval)
            case .pendingApproval, .rejected: (.compliance, .approval)
            case .approved, .onHold: (.staffing, .ready)
            case .confirmed: (.logistics, .ready)
            case .inProgress: (.execution, .execution)
            case .completed: (.wrapUp, .closed)
            case .cancelled, .expired, .noShow: (.closed, .closed)
            }
        return BookingStage.allCases.filter { first.position <= $0.position && $0.position <= last.position }
    }

    /// The moves of the status, for the README.
    public static var statusMarkdown: String {
        statuses.markdown(columns: ["by", "type", "reason told", "only if"]) { move in
            ["`\(move.verb.rawValue)`", move.type.rawValue, move.reason, move.condition?.rawValue ?? ""]
        }
    }

    /// The stages of each status, for the README.
    public static var stageMarkdown: String {
        MarkdownTable.text(
            head: ["status", "stages"],
            rows: BookingStatus.allCases.map { status in
                ["`\(status.rawValue)`", stages(of: status).map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            })
    }

    /// What is told where the seeds name no text of their own.
    public static let reasonOfOthers = "Status updated"

    private static func row(
        _ from: BookingStatus, _ to: BookingStatus, _ verb: BookingVerb, _ type: BookingTransitionType = .progression,
        _ reason: String = reasonOfOthers, condition: BookingMove.Condition? = nil
    ) -> StateTable<BookingStatus, BookingMove>.Move {
        .init(from, to, BookingMove(verb: verb, type: type, reason: reason, condition: condition))
    }

    private static func row(
        _ from: BookingStatus, _ to: BookingStatus, _ verb: BookingVerb, _ reason: String
    ) -> StateTable<BookingStatus, BookingMove>.Move {
        row(from, to, verb, .progression, reason)
    }
}

/// What an allowed move of a booking's status means.
public struct BookingMove: Sendable, Equatable {
    /// What else has to hold.
    public enum Condition: String, Sendable {
        case resubmissionAllowed = "resubmission is allowed"
    }

    public let verb: BookingVerb
    public let type: BookingTransitionType
    /// The text told with the move, whatever reason a person gives.
    public let reason: String
    public let condition: Condition?
}

/// What is done to a booking, spelled as in the paths of the API.
public enum BookingVerb: String, CaseIterable, Sendable {
    case submit, approve, reject
    case requestChanges = "request-changes"
    case resubmit, hold, resume, confirm, start, complete, cancel
    case noShow = "no-show"
    case expire
}

extension BookingStage {
    /// Counted from the first.
    var position: Int {
        switch self {
        case .intake: 0
        case .compliance: 1
        case .approval: 2
        case .staffing: 3
        case .logistics: 4
        case .ready: 5
        case .execution: 6
        case .wrapUp: 7
        case .closed: 8
        }
    }
}
