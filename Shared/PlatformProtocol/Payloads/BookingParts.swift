public import Identifiers
public import JSON

/// What an event will be like, as far as the law asks.
public struct OperationalRequirements: Sendable, Equatable {
    /// Open to people who were not invited.
    public let isPublic: Bool
    public let expectedAttendance: Int
    /// The age that guests are held to; none is checked without it.
    public let minimumAge: Int?
    /// Products are consumed on site.
    public let hasConsumption: Bool
    /// Products are given away.
    public let hasSampling: Bool
    /// Products are sold.
    public let hasSales: Bool

    public init(
        isPublic: Bool, expectedAttendance: Int, minimumAge: Int? = nil, hasConsumption: Bool, hasSampling: Bool,
        hasSales: Bool
    ) {
        self.isPublic = isPublic
        self.expectedAttendance = expectedAttendance
        self.minimumAge = minimumAge
        self.hasConsumption = hasConsumption
        self.hasSampling = hasSampling
        self.hasSales = hasSales
    }
}

extension OperationalRequirements: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("isPublic", \.isPublic, .bool, "Open to people who were not invited"),
        Field("expectedAttendance", \.expectedAttendance, .integer(0...1_000_000)),
        Field(
            "minimumAge", \.minimumAge, .integer(0...120).optional,
            "The age that guests are held to; none is checked without it"),
        Field("hasConsumption", \.hasConsumption, .bool, "Products are consumed on site"),
        Field("hasSampling", \.hasSampling, .bool, "Products are given away"),
        Field("hasSales", \.hasSales, .bool, "Products are sold"))
}

/// A product that an event shows, gives or sells.
public struct CannabisProduct: Sendable, Equatable {
    public let id: UUID128
    public let name: String
    public let category: CannabisProductCategory
    /// Percent.
    public let thcContent: JSONDecimal
    /// Percent.
    public let cbdContent: JSONDecimal
    public let strain: String?
    public let brand: String
    public let productInfo: ProductInformation

    public init(
        id: UUID128, name: String, category: CannabisProductCategory, thcContent: JSONDecimal, cbdContent: JSONDecimal,
        strain: String? = nil, brand: String, productInfo: ProductInformation
    ) {
        self.id = id
        self.name = name
        self.category = category
        self.thcContent = thcContent
        self.cbdContent = cbdContent
        self.strain = strain
        self.brand = brand
        self.productInfo = productInfo
    }
}

extension CannabisProduct: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .uuid128),
        Field("name", \.name, .string(length: 1...200)),
        Field("category", \.category, .oneOf()),
        Field("thcContent", \.thcContent, .decimal(0...100, decimals: 4), "Percent"),
        Field("cbdContent", \.cbdContent, .decimal(0...100, decimals: 4), "Percent"),
        Field("strain", \.strain, .string(length: 1...200).optional),
        Field("brand", \.brand, .string(length: 1...200)),
        Field("productInfo", \.productInfo, .nested()))
}

/// What is on record of a product.
public struct ProductInformation: Sendable, Equatable {
    public let tested: Bool
    public let batchNumber: String
    /// Ids of documents.
    public let labResults: [String]
    public let description: String

    public init(
        tested: Bool, batchNumber: String, labResults: [String], description: String
    ) {
        self.tested = tested
        self.batchNumber = batchNumber
        self.labResults = labResults
        self.description = description
    }
}

extension ProductInformation: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("tested", \.tested, .bool),
        Field("batchNumber", \.batchNumber, .string(length: 0...100)),
        Field("labResults", \.labResults, .array(.string(length: 1...100), count: 0...50), "Ids of documents"),
        Field("description", \.description, .string(length: 0...2_000)))
}
