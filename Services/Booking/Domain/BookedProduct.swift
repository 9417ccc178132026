public import Identifiers

/// A product that an event shows, gives or sells.
public struct BookedProduct: Sendable, Hashable {
    public var id: UUID128
    public var name: String
    public var category: CannabisProductCategory
    public var thc: Percent
    public var cbd: Percent
    public var strain: String?
    public var brand: String
    public var isTested: Bool
    public var batchNumber: String
    /// Ids of documents.
    public var labResults: [String]
    public var description: String

    public init(
        id: UUID128, name: String, category: CannabisProductCategory, thc: Percent, cbd: Percent, strain: String? = nil,
        brand: String, isTested: Bool, batchNumber: String, labResults: [String], description: String
    ) {
        self.id = id
        self.name = name
        self.category = category
        self.thc = thc
        self.cbd = cbd
        self.strain = strain
        self.brand = brand
        self.isTested = isTested
        self.batchNumber = batchNumber
        self.labResults = labResults
        self.description = description
    }

    func faults(at index: Int) -> [BookingFault] {
        var faults = Faults()
        faults.name(name, .products, index, part: "name", max: BookingLimits.nameLengthMax)
        faults.name(brand, .products, index, part: "brand", max: BookingLimits.nameLengthMax)
        if let strain {
            faults.name(strain, .products, index, part: "strain", max: BookingLimits.nameLengthMax)
        }
        let information = "productInfo"
        faults.text(
            batchNumber, .products, index, part: "\(information)/batchNumber", max: BookingLimits.batchNumberLengthMax)
        faults.text(
            description, .products, index, part: "\(information)/description",
            max: BookingLimits.productDescriptionLengthMax)
        faults.count(
            labResults.count, .products, index, part: "\(information)/labResults", max: BookingLimits.labResultsMax)
        for (number, result) in labResults.enumerated() {
            faults.name(
                result, .products, index, part: "\(information)/labResults/\(number)",
                max: BookingLimits.documentIDLengthMax)
        }
        return faults.all
    }
}

/// A share of a hundred with four decimals, exactly.
public struct Percent: Sendable, Hashable {
    public let tenThousandths: Int

    /// Nil outside 0 to 100.
    public init?(tenThousandths: Int) {
        guard 0...1_000_000 ~= tenThousandths else { return nil }
        self.tenThousandths = tenThousandths
    }
}

/// What an event will be like, as far as the law asks.
public struct EventConditions: Sendable, Hashable {
    /// Open to people who were not invited.
    public var isPublic: Bool
    public var expectedAttendance: Int
    /// The age that guests are held to; none is checked without it.
    public var minimumAge: Int?
    public var hasConsumption: Bool
    public var hasSampling: Bool
    public var hasSales: Bool

    public init(
        isPublic: Bool, expectedAttendance: Int, minimumAge: Int? = nil, hasConsumption: Bool = false,
        hasSampling: Bool = false, hasSales: Bool = false
    ) {
        self.isPublic = isPublic
        self.expectedAttendance = expectedAttendance
        self.minimumAge = minimumAge
        self.hasConsumption = hasConsumption
        self.hasSampling = hasSampling
        self.hasSales = hasSales
    }
}
