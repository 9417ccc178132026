public import Identifiers
public import JSON

/// How a booking comes about, run by the booking service.
///
/// The order is what may be refused first, then what takes something from others, then what others hear of:
///
/// | step | where | undone by |
/// |---|---|---|
/// | validate, idempotency | local | |
/// | compliance | call | |
/// | location permission | local: the service's own picture of the venues | |
/// | availability | local: the hold is a row beside the bookings | the hold is given back |
/// | price | call | |
/// | inventory | call | it is released |
/// | record | local | terminal status `cancelled`, reason `saga_compensated`; nothing is deleted |
/// | payment intent | call | it is voided |
/// | approval workflow | local | it is cancelled |
/// | notify | call | cancellation notices |
///
/// A hold would lapse by itself; it is given back all the same, because a saga that ends compensated leaves nothing
/// behind, not even for as long as a hold lasts.
///
/// **The pivot is the last step.** Up to it everything that has an effect can be undone, the telling of people included:
/// that a notice was perhaps sent is answered with a notice of cancellation. Putting the pivot earlier, before the
/// notices, would leave confirmed money and stock with a booking that nobody was told of, for as long as the notices
/// cannot be sent; there is no earlier effect that could not be taken back. And the booking cannot be relied on before
/// the end: 201 is answered when the record stands, its progress is at its saga.
public enum BookingCreation: SagaDefinition {
    /// In this order.
    public enum Step: String, CaseIterable, Sendable {
        case validate = "validate_booking_request"
        case checkIdempotency = "check_idempotency_key"
        case checkCompliance = "check_compliance_requirements"
        case verifyLocation = "verify_location_permissions"
        case holdAvailability = "hold_availability"
        case calculateCost = "calculate_cost_estimate"
        case reserveInventory = "reserve_inventory"
        case createRecord = "create_booking_record"
        case createPaymentIntent = "create_payment_intent"
        case initializeApproval = "initialize_approval_workflow"
        case notifyStakeholders = "notify_stakeholders"
    }

    /// What the steps find out for those after them.
    public struct Payload: Sendable, Equatable {
        /// Chosen at the beginning, so that every participant knows the booking by its id before its record is there.
        public let bookingID: BookingID
        /// What was asked for, in the form in which it is stored: whatever identifies a person is sealed.
        public let request: JSONValue
        /// Of the request, for the step that looks for the same one before.
        public let idempotencyKey: String?
        /// Whether it is submitted as soon as its approval workflow is there.
        public let submits: Bool
        public var complianceCheckID: ComplianceCheckID?
        public var complianceDecision: ComplianceDecision?
        public var holdExpiresAt: Timestamp?
        public var price: Money?
        /// `default` where the price could not be asked for; such a booking is not confirmed by itself.
        public var priceSource: String?
        public var reservationID: UUID128?
        public var bookingVersion: Int?
        public var paymentIntentID: UUID128?
        public var approvalID: UUID128?

        public init(
            bookingID: BookingID, request: JSONValue, idempotencyKey: String? = nil, submits: Bool = false
        ) {
            self.init(
                bookingID: bookingID, request: request, idempotencyKey: idempotencyKey, submits: submits,
                complianceCheckID: nil, complianceDecision: nil, holdExpiresAt: nil, price: nil, priceSource: nil,
                reservationID: nil, bookingVersion: nil, paymentIntentID: nil, approvalID: nil)
        }

        init(
            bookingID: BookingID, request: JSONValue, idempotencyKey: String?, submits: Bool,
            complianceCheckID: ComplianceCheckID?, complianceDecision: ComplianceDecision?, holdExpiresAt: Timestamp?,
            price: Money?, priceSource: String?, reservationID: UUID128?, bookingVersion: Int?,
            paymentIntentID: UUID128?, approvalID: UUID128?
        ) {
            (self.bookingID, self.request) = (bookingID, request)
            (self.idempotencyKey, self.submits) = (idempotencyKey, submits)
            (self.complianceCheckID, self.complianceDecision) = (complianceCheckID, complianceDecision)
            (self.holdExpiresAt, self.price, self.priceSource) = (holdExpiresAt, price, priceSource)
            (self.reservationID, self.bookingVersion) = (reservationID, bookingVersion)
            (self.paymentIntentID, self.approvalID) = (paymentIntentID, approvalID)
        }
    }

    public static let type = "booking_creation"
    public static let version = 1
    public static let policy = SagaPolicy(deadline: .seconds(120))
    public static let pivot = Step.notifyStakeholders

    public static func form(of step: Step) -> SagaStepForm {
        switch step {
        case .validate, .checkIdempotency, .verifyLocation: .check(.local)
        case .checkCompliance, .calculateCost: .check(.call)
        case .holdAvailability: .effect(.local, undoneBy: "release_hold")
        case .reserveInventory: .effect(.call, undoneBy: "release_inventory")
        case .createRecord: .effect(.local, undoneBy: "delete_booking_record")
        case .createPaymentIntent: .effect(.call, undoneBy: "void_payment_intent")
        case .initializeApproval: .effect(.local, undoneBy: "cancel_approval_workflow")
        case .notifyStakeholders: .effect(.call, undoneBy: "send_cancellation_notifications")
        }
    }
}

extension BookingCreation.Payload: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("bookingId", \.bookingID, .id()),
        Field("request", \.request, .any),
        Field("idempotencyKey", \.idempotencyKey, .string(length: 1...255).optional),
        Field("submits", \.submits, .bool),
        Field("complianceCheckId", \.complianceCheckID, .id().optional),
        Field("complianceDecision", \.complianceDecision, .oneOf().optional),
        Field("holdExpiresAt", \.holdExpiresAt, .dateTime(fraction: .microseconds).optional),
        Field("price", \.price, .nested().optional),
        Field("priceSource", \.priceSource, .string(length: 1...40).optional),
        Field("reservationId", \.reservationID, .uuid128.optional),
        Field("bookingVersion", \.bookingVersion, .integer(1...Int(Int32.max)).optional),
        Field("paymentIntentId", \.paymentIntentID, .uuid128.optional),
        Field("approvalId", \.approvalID, .uuid128.optional))

    public static let jsonName = "BookingCreationPayload"
}
