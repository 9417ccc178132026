public import HTTPServer
import Identifiers
import Identity
import JSON
public import PlatformProtocol
import Postgres
public import RealtimeDomain
import ResourceAPI
import ServiceHost

/// The notification centre: what a caller is to know, and what they have read.
struct NotificationRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("listNotifications"), asks: NotificationFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<NotificationView>.self),
                about: "Unread and read ones, the newest first; others when state asks for them.", handler: list),
            Route(
                .named("getNotification"), asks: OrganizationChoice.self, answers: .ok(NotificationView.self),
                handler: get),
            Route(
                .named("markNotificationRead"), asks: OrganizationChoice.self, answers: .ok(NotificationView.self),
                problems: [.invalidTransition], about: "Doing it again changes nothing.", handler: markRead),
        ]
    }

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: NotificationFilter, _ page: PageRequest,
        _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listNotifications"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        return try await NotificationList(caller: caller).page(window, filter, in: database).response(to: request)
    }

    @Sendable private func get(_ request: AuthenticatedRequest, _ choice: OrganizationChoice) async throws -> Response {
        let caller = try request.caller(of: .named("getNotification"), in: choice.organizationID)
        let id = try request.id(as: NotificationID.self)
        guard let view = try await NotificationList(caller: caller).one(id.uuid, in: database) else {
            throw Problem(.notFound)
        }
        return try Answer(view, clearance: request.identity.clearance).response()
    }

    @Sendable private func markRead(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("markNotificationRead"), in: choice.organizationID)
        let id = try request.id(as: NotificationID.self)
        let now = tools.clock.now
        return try await request.perform(
            NotificationView?.none, as: caller, "markNotificationRead", in: database, at: now
        ) { transaction in
            guard let view = try await NotificationList(caller: caller).lock(id.uuid, in: transaction) else {
                throw Problem(.notFound)
            }
            guard view.state != .read else { return Answer(view, clearance: request.identity.clearance) }
            let state = try view.state.after(.markRead)
            try NotificationStore().save(state, of: view.id, with: caller, at: now, in: transaction)
            return Answer(view.standing(state, since: now), clearance: request.identity.clearance)
        }
    }
}

/// A notification as its reader sees it.
struct NotificationView: Sendable, Equatable {
    let id: UUID128
    let type: NotificationType
    let severity: NotificationSeverity
    let title: String
    let body: String
    let state: NotificationState
    let relatedEntityType: String
    let relatedEntityID: UUID128
    let createdAt: Timestamp
    /// When it came to stand where it does; nil for one that nobody has touched.
    let changedAt: Timestamp?

    func standing(_ state: NotificationState, since now: Timestamp) -> NotificationView {
        NotificationView(
            id: id, type: type, severity: severity, title: title, body: body, state: state,
            relatedEntityType: relatedEntityType, relatedEntityID: relatedEntityID, createdAt: createdAt,
            changedAt: now)
    }
}

extension NotificationView: JSONCodable {
    static let jsonName = "Notification"

    static let json = JSONType.record(
        Self.init,
        Field("id", \.id, .uuid128),
        Field("type", \.type, .oneOf()),
        Field("severity", \.severity, .oneOf()),
        Field("title", \.title, .string(length: 1...200)),
        Field("body", \.body, .string(length: 0...NotificationLimits.bodyMax)),
        Field("state", \.state, .oneOf(), "Where it stands with you"),
        Field("relatedEntityType", \.relatedEntityType, .string(length: 1...100)),
        Field("relatedEntityId", \.relatedEntityID, .uuid128),
        Field("createdAt", \.createdAt, .dateTime()),
        Field("changedAt", \.changedAt, .dateTime().optional))
}

extension NotificationMoveRefused: ProblemConvertible {
    public var problem: Problem {
        Problem(
            .invalidTransition, detail: "A notification that is \(state.rawValue) cannot be \(move.rawValue).",
            extensions: ["from": .string(state.rawValue), "allowed": .array(allowed.map { .string($0.rawValue) })])
    }
}
