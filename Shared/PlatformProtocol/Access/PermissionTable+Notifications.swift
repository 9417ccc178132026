import Identifiers

/// The operations of realtime-communication.
extension PermissionTable {
    static let notifications: [Operation] = [
        row(.get, "", "listNotifications", .platformAdmin, own: everyone, .reads),
        row(.post, "", "sendNotification", .planners.union(.service), .writes),
        row(.get, "/{notificationId}", "getNotification", .platformAdmin, own: everyone, .reads),
        row(.post, "/{notificationId}/read", "markNotificationRead", [], own: .people, .writes),
        row(.post, "/tickets", "createTicket", [], own: .people, .writes, .restricted),
        row(.get, "/stream", "streamUpdates", [], own: .people, .reads),
        row(.get, "/preferences", "getNotificationPreferences", [], own: .people, .reads, .pii),
        row(.put, "/preferences", "replaceNotificationPreferences", [], own: .people, .writes, .pii),
        row(.get, "/templates", "listNotificationTemplates", .planners, .reads, .internal),
        row(.post, "/templates", "createNotificationTemplate", .admins, .writes, .internal),
        row(.put, "/templates/{templateId}", "replaceNotificationTemplate", .admins, .writes, .internal),
        row(.get, "/digests", "listDigests", [], own: .people, .reads),

        row(.get, "/conversations", "listConversations", [], own: .people, .reads, .pii),
        row(.post, "/conversations", "startConversation", [], own: .people, .writes, .pii),
        row(.get, "/conversations/{conversationId}/messages", "listMessages", [], own: .people, .reads, .pii),
        row(.post, "/conversations/{conversationId}/messages", "sendMessage", [], own: .people, .writes, .pii),
        row(.post, "/conversations/{conversationId}/read", "markConversationRead", [], own: .people, .writes),

        row(.post, "/locations/consent", "grantLocationConsent", [], own: [.fieldManager, .brandAgent], .writes, .pii),
        row(.post, "/locations", "reportStaffLocation", [], own: [.fieldManager, .brandAgent], .writes, .pii),
        row(.get, "/locations/{staffId}", "getStaffLocation", .crews, own: .brandAgent, .reads, .pii),
        row(.post, "/emergencies", "triggerEmergency", .crews.union(.service), own: [.brandAgent, .venue], .writes),
        row(.get, "/emergencies/{emergencyId}", "getEmergency", .crews, own: [.brandAgent, .venue], .reads),
        row(.post, "/emergencies/{emergencyId}/acknowledge", "acknowledgeEmergency", [], own: .people, .writes),
        row(.get, "/alerts", "listAlerts", .crews.union(.complianceOfficer), .reads, .restricted),
        row(.post, "/webhooks", "registerWebhook", .admins, .writes, .restricted),
        row(.delete, "/webhooks/{webhookId}", "removeWebhook", .admins, .writes, .restricted),
        row(.post, "/receipts/{provider}", "recordProviderReceipt", .service, .writes, .pii),
    ]

    private static let everyone: RoleSet = RoleSet.people.subtracting(.platformAdmin)

    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect, _ classification: DataClassification = .confidential
    ) -> Operation {
        Operation(.notifications, method, "/api/v1/notifications\(path)", name, roles, own: own, classification, effect)
    }
}
