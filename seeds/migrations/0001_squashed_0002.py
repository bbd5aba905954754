import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('seeds', '0001_initial'), ('seeds', '0002_seed_record_from')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, help_text='Empty if the run was cut off.', null=True)),
                ('paths', models.JSONField(default=list)),
                ('date', models.DateField(blank=True, help_text='The day that was given for undated documents.', null=True)),
                ('not_ours', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LoadFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('path', models.CharField(max_length=1000)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('status', models.CharField(choices=[('loaded', 'loaded'), ('unchanged', 'unchanged'), ('partly_refused', 'partly refused'), ('refused', 'refused'), ('not_ours', 'not ours'), ('cut_off', 'cut off')], max_length=14)),
                ('records', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0, help_text='Records written so far: where a cut-off run goes on.')),
                ('problems', models.JSONField(default=list)),
                ('load', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='seeds.load')),
            ],
            options={
                'ordering': ['load', 'path'],
                'indexes': [models.Index(fields=['path', 'sha256'], name='load_file_by_content')],
                'constraints': [models.UniqueConstraint(fields=('load', 'path'), name='load_file_once'), models.CheckConstraint(condition=models.Q(('status__in', ['loaded', 'unchanged', 'partly_refused', 'refused', 'not_ours', 'cut_off'])), name='load_file_status')],
            },
        ),
        migrations.CreateModel(
            name='SeedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300, unique=True)),
                ('object_id', models.PositiveBigIntegerField()),
                ('values', models.JSONField(default=dict)),
                ('path', models.CharField(help_text='The file that it was last read from.', max_length=1000)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'ordering': ['key'],
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='seed_record_of'), models.Index(fields=['path'], name='seed_record_from')],
            },
        ),
    ]
