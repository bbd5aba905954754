from django.db import migrations, models

HELP = "What it said when it was accepted, if an edit changed it since."
TABLES = ("candidatepassage", "citation", "dateexpression", "historicalcitation", "mention", "quote")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_counterparts")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="accepted_words",
            field=models.TextField(blank=True, default="", editable=False, help_text=HELP),
        )
        for name in TABLES
    ]
