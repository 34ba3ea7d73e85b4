// Reads a .pkpass with KDE's KPkPass, a reader that is not ours, and prints what it found as JSON in UTF-8. Texts are in the
// language that LANGUAGE names, as in KDE's programs. Exits with 1 when KPkPass refuses the file.
#include <Barcode>
#include <Field>
#include <Pass>

#include <QColor>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>
#include <QUrl>

#include <memory>

using namespace KPkPass;

template <typename Enum> static QString nameOf(Enum value)
{
    return QString::fromLatin1(QMetaEnum::fromType<Enum>().valueToKey(value));
}

static QJsonArray fieldsOf(const QVector<Field> &fields)
{
    QJsonArray list;
    for (const Field &field : fields) {
        const QVariant value = field.value();
        const bool isDate = value.type() == QVariant::DateTime;
        list.append(QJsonObject{
            {"key", field.key()},
            {"label", field.label()},
            {"value", isDate ? QJsonValue(value.toDateTime().toUTC().toString(Qt::ISODate)) : QJsonValue::fromVariant(value)},
            {"changeMessage", field.changeMessage()},
        });
    }
    return list;
}

static QJsonArray barcodesOf(const Pass &pass)
{
    QJsonArray list;
    for (const Barcode &barcode : pass.barcodes()) {
        list.append(QJsonObject{
            {"format", "PKBarcodeFormat" + nameOf(barcode.format())},
            {"message", barcode.message()},
            {"messageEncoding", barcode.messageEncoding()},
            {"altText", barcode.alternativeText()},
        });
    }
    return list;
}

// Name -> width, height and the SHA-1 of the pixels as RGBA, for every image and density that the pass has.
static QJsonObject imagesOf(const Pass &pass)
{
    QJsonObject images;
    for (const char *name : {"icon", "logo", "strip", "thumbnail", "background", "footer"}) {
        if (!pass.hasImage(name)) continue;
        for (unsigned int density : {1u, 2u, 3u}) {
            const QImage image = pass.image(name, density).convertToFormat(QImage::Format_RGBA8888);
            QCryptographicHash pixels(QCryptographicHash::Sha1);
            for (int row = 0; row < image.height(); row++)
                pixels.addData(reinterpret_cast<const char *>(image.constScanLine(row)), image.width() * 4);
            images.insert(density == 1 ? QString(name) : QStringLiteral("%1@%2x").arg(name).arg(density),
                          QJsonObject{{"width", image.width()}, {"height", image.height()}, {"sha1", QString(pixels.result().toHex())}});
        }
    }
    return images;
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 2 || !QFileInfo::exists(argv[1])) {
        qCritical("Say which pass: read-pass FILE");
        return 2;
    }
    const std::unique_ptr<Pass> pass(Pass::fromFile(argv[1]));
    if (!pass) {
        qCritical("KPkPass does not take this file for a pass.");
        return 1;
    }
    const QJsonObject found{
        {"type", nameOf(pass->type())},
        {"description", pass->description()},
        {"organizationName", pass->organizationName()},
        {"logoText", pass->logoText()},
        {"passTypeIdentifier", pass->passTypeIdentifier()},
        {"serialNumber", pass->serialNumber()},
        {"authenticationToken", pass->authenticationToken()},
        {"webServiceURL", pass->webServiceUrl().toString()},
        {"backgroundColor", pass->backgroundColor().name()},
        {"foregroundColor", pass->foregroundColor().name()},
        {"labelColor", pass->labelColor().name()},
        {"headerFields", fieldsOf(pass->headerFields())},
        {"primaryFields", fieldsOf(pass->primaryFields())},
        {"secondaryFields", fieldsOf(pass->secondaryFields())},
        {"auxiliaryFields", fieldsOf(pass->auxiliaryFields())},
        {"backFields", fieldsOf(pass->backFields())},
        {"barcodes", barcodesOf(*pass)},
        {"images", imagesOf(*pass)},
    };
    QFile out;
    out.open(stdout, QIODevice::WriteOnly);
    return out.write(QJsonDocument(found).toJson(QJsonDocument::Compact)) > 0 ? 0 : 2;
}
