/// How long, how many and how far a booking may go. Those that the tables and the topics also hold are the same there.
public enum BookingLimits {
    /// In Unicode scalars, as PostgreSQL counts.
    public static let titleLengthMax = 200
    public static let descriptionLengthMax = 10_000
    public static let reasonLengthMax = 2_000
    public static let nameLengthMax = 200
    public static let regionLengthMax = 100
    public static let roleLengthMax = 100
    public static let skillLengthMax = 100
    public static let batchNumberLengthMax = 100
    public static let productDescriptionLengthMax = 2_000
    public static let documentIDLengthMax = 100
    public static let sourceLengthMax = 50
    public static let fieldNameLengthMax = 100

    public static let documentBytesMax = 65_536
    public static let zoneBytesMax = 64

    public static let productsMax = 200
    public static let labResultsMax = 50
    public static let skillsMax = 100
    public static let eventDatesMax = 366
    public static let requestedChangesMax = 100
    public static let staffMax = 1_000
    public static let kitsMax = 1_000

    public static let attendance = 0...1_000_000
    public static let age = 0...120
    public static let recurrenceInterval = 1...366
    /// In minor units.
    public static let money: ClosedRange<Int64> = 0...1_000_000_000_000

    /// The longest single date; what takes longer is several dates.
    public static let durationMax = Duration.seconds(31 * 86_400)
    /// How far ahead may be booked. It catches the year typed wrong.
    public static let aheadMax = Duration.seconds(5 * 366 * 86_400)
    /// How long before its begin a booking may be started: crews set up.
    public static let startEarlyMax = Duration.seconds(86_400)

    /// Kept free around a booking, as in the table of leases.
    public static let bufferMinutes = 0...10_080
    /// What a hold may be set to, before and after submission.
    public static let hold = Duration.seconds(60)...Duration.seconds(30 * 86_400)

    /// By how much a budget may rise without a new approval, in hundredths.
    public static let budgetRiseMax: Int64 = 10
    public static let complexityScoreMax = 10
}
