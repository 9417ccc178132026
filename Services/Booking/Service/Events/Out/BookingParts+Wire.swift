import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

// The parts of a booking, here and as they travel.

extension CannabisProduct {
    /// Several, as a row and a request have them.
    static let list = JSONType<[CannabisProduct]>.array(
        JSONType<CannabisProduct>.nested(CannabisProduct.self), count: 0...BookingLimits.productsMax)

    init(_ product: BookedProduct) {
        self.init(
            id: product.id, name: product.name, category: product.category, thcContent: product.thc.decimal,
            cbdContent: product.cbd.decimal, strain: product.strain, brand: product.brand,
            productInfo: ProductInformation(
                tested: product.isTested, batchNumber: product.batchNumber, labResults: product.labResults,
                description: product.description))
    }
}

extension BookedProduct {
    /// The schema lets through nothing but shares with four decimals; another one is a row that nobody of ours wrote.
    init(_ product: CannabisProduct) throws(Problem) {
        guard let thc = Percent(product.thcContent), let cbd = Percent(product.cbdContent) else {
            throw Problem(.internalError, internalMessage: "a product's share is out of range")
        }
        self.init(
            id: product.id, name: product.name, category: product.category, thc: thc, cbd: cbd, strain: product.strain,
            brand: product.brand, isTested: product.productInfo.tested, batchNumber: product.productInfo.batchNumber,
            labResults: product.productInfo.labResults, description: product.productInfo.description)
    }
}

extension Percent {
    var decimal: JSONDecimal { JSONDecimal(units: Int64(tenThousandths), scale: 4) }

    init?(_ decimal: JSONDecimal) {
        guard let units = decimal.units(scale: 4) else { return nil }
        self.init(tenThousandths: Int(clamping: units))
    }
}

extension OperationalRequirements {
    init(_ conditions: EventConditions) {
        self.init(
            isPublic: conditions.isPublic, expectedAttendance: conditions.expectedAttendance,
            minimumAge: conditions.minimumAge, hasConsumption: conditions.hasConsumption,
            hasSampling: conditions.hasSampling, hasSales: conditions.hasSales)
    }
}

extension EventConditions {
    init(_ requirements: OperationalRequirements) {
        self.init(
            isPublic: requirements.isPublic, expectedAttendance: requirements.expectedAttendance,
            minimumAge: requirements.minimumAge, hasConsumption: requirements.hasConsumption,
            hasSampling: requirements.hasSampling, hasSales: requirements.hasSales)
    }
}

extension RecurrencePattern {
    init(_ recurrence: Recurrence) {
        self.init(frequency: recurrence.frequency, interval: recurrence.interval, endDate: recurrence.endDate)
    }
}

extension Recurrence {
    init(_ pattern: RecurrencePattern) {
        self.init(frequency: pattern.frequency, interval: pattern.interval, endDate: pattern.endDate)
    }
}

extension Document {
    init(_ value: JSONValue) {
        self.init(canonicalBytes: value.canonicalBytes)
    }

    /// What it was made of. Nil would be a document that never was one.
    var value: JSONValue? { try? JSONValue(parsing: canonicalBytes) }  // It was written by our own codec.
}

/// What is read of a wish for staff; whatever else it says is kept and told.
struct StaffWish: Sendable, Equatable, JSONCodable {
    struct Need: Sendable, Equatable, JSONCodable {
        static let jsonName = "StaffNeed"

        let role: String
        let count: Int
        let hourlyRate: Int64?

        static let json = JSONType.openRecord(
            Self.init,
            Field("role", \.role, .string(length: 1...BookingLimits.roleLengthMax)),
            Field("count", \.count, .integer(1...BookingLimits.staffMax).defaulting(to: 1)),
            Field(
                "hourlyRate", \.hourlyRate, .minorUnits(BookingLimits.money).optional, "In the currency of the booking")
        )
    }

    let roles: [Need]
    let specialSkills: [String]?
    let skills: [String]?

    private static let skillList = JSONType<[String]>.array(
        JSONType<String>.string(length: 1...BookingLimits.skillLengthMax), count: 0...BookingLimits.skillsMax)

    static let json = JSONType.openRecord(
        Self.init,
        Field("roles", \.roles, .array(.nested(), count: 0...BookingLimits.staffMax).defaulting(to: [])),
        Field("specialSkills", \.specialSkills, skillList.optional),
        Field("skills", \.skills, skillList.optional))
}

/// What is read of a wish for equipment.
struct EquipmentWish: Sendable, Equatable, JSONCodable {
    let kits: Int

    static let json = JSONType.openRecord(
        Self.init, Field("kits", \.kits, .integer(1...BookingLimits.kitsMax).defaulting(to: 1)))
}

extension StaffRequirements {
    init(_ value: JSONValue, currency: Currency) throws(JSONFaults) {
        let wish = try StaffWish(json: value.bytes)
        self.init(
            needs: wish.roles.map { need in
                Need(
                    role: need.role, count: need.count,
                    hourlyRate: need.hourlyRate.map { Money(minorUnits: $0, currency: currency) })
            }, specialSkills: wish.specialSkills, skills: wish.skills, document: Document(value))
    }
}

extension EquipmentRequirements {
    init(_ value: JSONValue) throws(JSONFaults) {
        self.init(kits: try EquipmentWish(json: value.bytes).kits, document: Document(value))
    }
}
