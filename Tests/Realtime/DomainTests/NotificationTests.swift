import Identifiers
import Testing

@testable import RealtimeDomain

@Suite("Notifications")
struct NotificationTests {
    @Test("every move of every state is the table's, and every other is refused with what is allowed")
    func states() {
        let table: [NotificationState: [NotificationMove: NotificationState]] = [
            .unread: [.markRead: .read, .archive: .archived, .expire: .expired],
            .read: [.markUnread: .unread, .archive: .archived, .expire: .expired],
            .archived: [.restore: .read, .expire: .expired], .expired: [:],
        ]
        for state in NotificationState.allCases {
            for move in NotificationMove.allCases {
                let expected = table[state]?[move]
                do throws(NotificationMoveRefused) {
                    let next = try state.after(move)
                    #expect(next == expected)
                    #expect(next != state)
                } catch {
                    #expect(expected == nil)
                    #expect(error == NotificationMoveRefused(state: state, move: move))
                    #expect(error.allowed == NotificationMove.allCases.filter { table[state]?[$0] != nil })
                }
            }
        }
    }

    @Test("each of the 144 pairs of statuses makes the notification of the status it leads to, or none")
    func statusPairs() {
        let expected: [BookingStatus: NotificationType] = [
            .draft: .bookingReopened, .pendingApproval: .bookingSubmitted, .changesRequested: .bookingChangesRequested,
            .rejected: .bookingRejected, .approved: .bookingApproved, .confirmed: .bookingConfirmed,
            .inProgress: .bookingStarted, .onHold: .bookingOnHold, .completed: .bookingCompleted,
            .cancelled: .bookingCancelled, .expired: .bookingExpired, .noShow: .bookingNoShow,
        ]
        #expect(expected.count == BookingStatus.allCases.count)
        for old in BookingStatus.allCases {
            for new in BookingStatus.allCases {
                let made = new.notification(from: old)
                switch (old, new) {
                case _ where old == new: #expect(made == nil)
                case (.onHold, .approved): #expect(made == .bookingResumed)
                default: #expect(made == expected[new])
                }
            }
        }
    }

    @Test("every kind of notification is made by an event or a move, and no event makes two")
    func reached() {
        let byEvents = HeardEvent.allCases.compactMap(\.notification)
        #expect(Set(byEvents).count == byEvents.count)
        let byMoves = BookingStatus.allCases.flatMap { old in
            BookingStatus.allCases.compactMap { $0.notification(from: old) }
        }
        #expect(Set(byEvents).union(byMoves) == Set(NotificationType.allCases))
        #expect(HeardEvent.bookingStatusChanged.notification == nil)
    }

    @Test("every template has words and readers", arguments: NotificationType.allCases)
    func templates(_ type: NotificationType) {
        let template = type.template
        #expect(!template.title.isEmpty && template.title.utf8.count <= 60)
        #expect(!template.body.isEmpty && template.body.utf8.count <= 120)
        #expect(!template.roles.isEmpty || !template.involved.isEmpty)
        #expect(!template.roles.meets(Viewers(.service)))
        let braces = template.body.filter { $0 == "{" || $0 == "}" }.count
        #expect(template.places.count * 2 == braces)
        #expect(template.filled([:]).contains("{") == false)
    }

    @Test("a new booking is told to the organisation's admins in the words that were asked for")
    func bookingCreated() {
        let template = NotificationType.bookingCreated.template
        #expect(template.title == "New Booking Created")
        #expect(template.roles == Viewers(.orgAdmin) && template.involved.isEmpty)
        #expect(
            template.filled(["cannabisOperationType": "event", "title": "Harvest {title}"])
                == "A new event booking \"Harvest {title}\" has been created")
        #expect(template.filled(["title": "x"]) == "A new – booking \"x\" has been created")
    }

    @Test("only what cannot wait is critical")
    func critical() {
        let critical = NotificationType.allCases.filter { $0.template.severity == .critical }
        #expect(critical == [.staffNoShow, .kitLost, .complianceViolation, .emergency])
        #expect(NotificationSeverity.info < .warning && .warning < .critical)
    }
}
