/// The bounds of what sagas may be and take. The times of one attempt nest: a call < an operation < a lease.
public enum SagaLimits {
    /// One call of a participant.
    public static let callMax: Duration = .seconds(5)
    /// The transaction of one move, with what a local step does in it.
    public static let operationMax: Duration = .seconds(10)
    /// How long a driver may be unheard of before somebody else goes on. Every move begins it anew.
    public static let lease: Duration = .seconds(30)

    /// Names of types and steps, in bytes, as the tables have it.
    public static let nameBytesMax = 60
    /// Business keys, in bytes, as the table has it.
    public static let keyBytesMax = 200
    /// What a saga carries from step to step, in bytes of JSON.
    public static let payloadBytesMax = 65_536
    /// Steps of one definition.
    public static let stepsMax = 50
    /// An operator's reason, in bytes, as the table has it.
    public static let reasonBytesMax = 1_000

    /// Sagas that one runner drives at a time.
    public static let drivenMax = 16
    /// How long a runner goes without looking when nothing is known to fall due.
    public static let lookMax: Duration = .seconds(1)
    /// How often the figures of all open sagas are taken.
    public static let measureInterval: Duration = .seconds(5)
    /// How often a recorded answer may find that the saga was moved on meanwhile.
    static let movesLostMax = 5
    /// The pauses of a driver whose database failed under it.
    static let databasePauses: (first: Duration, longest: Duration) = (.milliseconds(100), .seconds(5))
    /// How long runners leave a saga alone that whoever began it is about to drive.
    static let handover: Duration = .seconds(2)
    /// How often somebody who waits for another driver looks.
    static let followInterval: Duration = .milliseconds(25)

    /// Sagas in one page.
    public static let pageMax = 200
    /// Rows that one run of the sweep deletes from each table.
    static let sweptMax = 1_000
}
